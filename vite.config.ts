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
 * Sonner writes a `<style>` element of its own. The document names its hash, and the server takes the hash over into the
 * Content Security Policy.
 */
const sonnerStyleHash: Plugin = {
  name: 'sonner-style-hash',
  apply: 'build',
  transformIndexHtml() {
    const code = readFileSync(new URL('node_modules/sonner/dist/index.mjs', import.meta.url), 'utf8');
    const literal = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(code)?.[1];
    if (literal === undefined) throw new Error('Sonner has changed how it inserts its styles.');
    // Sonner inserts the element before its text: the policy is checked with the empty element, too.
    const hashes = ['', String(JSON.parse(literal))].map(
      (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`,
    );
    return [{ tag: 'meta', attrs: { name: 'style-hashes', content: hashes.join(' ') }, injectTo: 'head' }];
  },
};

/** The controls that come into the first view in its first idle moment. */
const controls =
  /src\/(?:app\/(?:shell\/(?!shortcut-sheet|role-switch|clock-notice)|session\/(?!\w+-dialog|sign-in-)|live\/)|components\/ui\/(?:toaster|copy-button)|features\/applications\/(?:list\/(?:heading-actions|more-menu|list-notices|row-extras)|search\/(?:filters|search-engine)))/;

/** What an operator in a hurry opens. */
const dialogs = /src\/(?:app\/palette\/palette|features\/cancel-calls\/single\/cancel-calls-dialog)/;

/** The first script asks for the second only once it runs: the document asks for both at once. */
const secondScriptInDocument: Plugin = {
  name: 'second-script-in-document',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { chunk }) =>
      (chunk?.dynamicImports ?? []).map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
      })),
  },
};

/** The shell is painted with the document: on a slow line a separate style sheet would come half a second later. */
const styleInDocument: Plugin = {
  name: 'style-in-document',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const [sheet, ...others] = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.css'));
      if (sheet?.type !== 'asset' || others.length > 0)
        throw new Error('There is not exactly one style sheet.');
      // The styles stand in the document now.
      delete bundle[sheet.fileName];
      const withoutComments = html.replace(/^\s*(?:\/\/.*|<!--.*-->)\n/gm, '');
      return {
        html: withoutComments.replace(/\s*<link rel="stylesheet"[^>]*>/, ''),
        tags: [{ tag: 'style', children: String(sheet.source).trim(), injectTo: 'head' }],
      };
    },
  },
};

/** Tests that are over with their process: they give up the rights of root. */
const changesItsProcess = ['src/proxy/store/sqlite/sqlite-rights.test.ts'];

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    react(),
    tailwindcss(),
    sonnerStyleHash,
    secondScriptInDocument,
    styleInDocument,
    consoleProxy(),
    precompress(),
  ],
  resolve: {
    alias: { '@': src },
  },
  // Hundreds of small files become one: the console starts in half of the processor time. Native code, and what finds
  // its own files, stays where it is installed.
  ssr: isSsrBuild ? { noExternal: true, external: ['libsql', 'pg', 'open'] } : {},
  build: {
    outDir: 'dist/client',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    copyPublicDir: !isSsrBuild,
    emptyOutDir: true,
    // The first view is two scripts, each run in a task of its own: React, and the app as far as that view needs it.
    // What the page fetches after that by itself is one script for the controls that come in the first idle moment, and
    // one for what an operator in a hurry opens. More files would be more bytes, since each is compressed by itself.
    rolldownOptions: isSsrBuild
      ? {}
      : {
          output: {
            codeSplitting: {
              groups: [
                { name: 'first', tags: ['$initial'], priority: 4 },
                { name: 'app', test: /src\/app\/start/, priority: 3 },
                { name: 'controls', test: controls, priority: 2 },
                { name: 'dialogs', test: dialogs, priority: 1 },
              ],
            },
          },
        },
    // One style sheet, which stands in the document, so that no part waits for a second one. Vite's helper for preloads
    // would be larger than what it saves.
    cssCodeSplit: false,
    modulePreload: false,
  },
  test: {
    // Many wait for a disk, a timer or a database most of the time.
    maxWorkers: '200%',
    // What a test waits for comes at once on an idle machine; on a busy one it takes many times as long.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: longestWaitMs } },
    // Where CI is set, a skipped test fails.
    reporters: ['default', ...(process.env['CI'] ? ['./scripts/lib/no-skipped-tests.ts'] : [])],
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          environment: 'node',
          // The files of a process share what they import, which nothing in it changes: half the processor time.
          isolate: false,
          include: ['src/{contract,proxy,sandbox}/**/*.test.ts'],
          exclude: changesItsProcess,
          setupFiles: ['src/testing/waiting.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'server, own process',
          environment: 'node',
          include: changesItsProcess,
          setupFiles: ['src/testing/waiting.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          environment: 'happy-dom',
          // After those of the server, which wait more than they compute: at the end nothing else would use the processor.
          sequence: { groupOrder: 1 },
          // A context for each file in a process that stays: a third less processor time than a process for each file.
          pool: 'vmForks',
          include: ['src/{app,components,common,features,lib,testing}/**/*.test.{ts,tsx}'],
          setupFiles: ['src/testing/vm-context.ts', 'src/testing/waiting.ts', 'src/testing/setup.ts'],
        },
      },
    ],
  },
}));
