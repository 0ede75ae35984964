import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { precompress } from './scripts/lib/precompress.ts';
import { longestWaitMs } from './src/testing/longest-wait.ts';
import { consoleProxy } from './src/proxy/vite-plugin.ts';

const src = fileURLToPath(new URL('src', import.meta.url));

/**
 * Sonner writes a `<style>` element of its own. The document names it by its hash, and the server takes that over into
 * the Content Security Policy.
 */
const sonnerStyleHash: Plugin = {
  name: 'sonner-style-hash',
  apply: 'build',
  transformIndexHtml() {
    const code = readFileSync(new URL('node_modules/sonner/dist/index.mjs', import.meta.url), 'utf8');
    const literal = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(code)?.[1];
    if (literal === undefined) throw new Error('Sonner has changed how it inserts its styles.');
    // The element is there first, and then its text.
    const hashes = ['', String(JSON.parse(literal))].map(
      (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`,
    );
    return [{ tag: 'meta', attrs: { name: 'style-hashes', content: hashes.join(' ') }, injectTo: 'head' }];
  },
};

/** What is needed at once by who cancels, though not to show the list: fetched in an idle moment, and run when needed. */
const fetchedWhenIdle = [
  'src/app/palette/palette.tsx',
  'src/components/ui/toaster.tsx',
  'src/features/cancel-calls/single/cancel-calls-dialog.tsx',
];

/** What the first view shows in its first idle moment: one script, so that it comes all at once and not piece by piece. */
const idleParts =
  /src\/(?:app\/(?:shell\/(?:header-controls|role-switch|shortcuts|to-confirm-count)|session\/identity-notice|live\/live\.ts)|features\/applications\/list\/(?:list-tools|more-menu))/;

/**
 * The first script asks for the second one only once it runs; the document asks for both at once. It also names what
 * the page fetches in an idle moment.
 */
const namedInDocument: Plugin = {
  name: 'named-in-document',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { chunk, bundle = {} }) {
      const scripts = Object.values(bundle).filter((output) => output.type === 'chunk');
      const withImports = (files: string[]) => {
        const found = new Set(files);
        for (const file of found)
          for (const one of scripts.find(({ fileName }) => fileName === file)?.imports ?? []) found.add(one);
        return found;
      };
      const second = chunk?.dynamicImports ?? [];
      const first = withImports([chunk?.fileName ?? '', ...second]);
      const later = fetchedWhenIdle.map((name) => {
        const script = scripts.find(({ facadeModuleId }) => facadeModuleId?.endsWith(name));
        if (script === undefined) throw new Error(`There is no script of ${name} to fetch.`);
        return script.fileName;
      });
      const content = [...withImports(later)]
        .filter((file) => !first.has(file))
        .map((file) => `/${file}`)
        .join(' ');
      return [
        ...second.map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
        })),
        { tag: 'meta', attrs: { name: 'fetch-when-idle', content } },
      ];
    },
  },
};

/** The shell is painted with the document: on a slow line a style sheet of its own would come half a second later. */
const styleInDocument: Plugin = {
  name: 'style-in-document',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const [sheet, ...others] = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.css'));
      if (sheet?.type !== 'asset' || others.length > 0)
        throw new Error('There is not exactly one style sheet.');
      // Nothing asks for the file any more.
      delete bundle[sheet.fileName];
      return {
        html: html.replace(/\s*<link rel="stylesheet"[^>]*>/, ''),
        tags: [{ tag: 'style', children: String(sheet.source).trim(), injectTo: 'head' }],
      };
    },
  },
};

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    react(),
    tailwindcss(),
    sonnerStyleHash,
    namedInDocument,
    styleInDocument,
    consoleProxy(),
    precompress(),
  ],
  resolve: {
    alias: { '@': src },
  },
  build: {
    outDir: 'dist/client',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    copyPublicDir: !isSsrBuild,
    emptyOutDir: true,
    // Two scripts before the first view, each run in a task of its own: React, and the app as far as that view
    // needs it. More of them would be more bytes, since each file is compressed by itself.
    rolldownOptions: isSsrBuild
      ? {}
      : {
          output: {
            codeSplitting: {
              groups: [
                { name: 'first', tags: ['$initial'], priority: 3 },
                { name: 'app', test: /src\/app\/start/, priority: 2 },
                { name: 'idle', test: idleParts, priority: 1 },
              ],
            },
          },
        },
    // One style sheet, which stands in the document, so that no part waits for a second one; and what loads on
    // demand is fetched in idle moments.
    cssCodeSplit: false,
    modulePreload: false,
  },
  test: {
    // Some wait for a disk, a timer or a database most of the time: one file more than there are cores.
    maxWorkers: '150%',
    // What a test waits for comes at once on an idle machine; on a busy one it takes many times as long.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: longestWaitMs } },
    // Where the tests decide what lands, none may be left out unnoticed.
    reporters: ['default', ...(process.env['CI'] ? ['./scripts/lib/no-skipped-tests.ts'] : [])],
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          environment: 'node',
          include: ['src/{contract,proxy,sandbox}/**/*.test.ts'],
          setupFiles: ['src/testing/waiting.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          environment: 'happy-dom',
          include: ['src/{app,components,common,features,lib,testing}/**/*.test.{ts,tsx}'],
          setupFiles: ['src/testing/waiting.ts', 'src/testing/setup.ts'],
        },
      },
    ],
  },
}));
