import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './lib/install.mjs';

const client = join(root, 'dist/client');
let exceeded = 0;

/**
 * @param {string} what
 * @param {number} value
 * @param {number} limit
 * @param {string} unit
 */
function report(what, value, limit, unit) {
  const ok = value <= limit;
  if (!ok) exceeded += 1;
  console.log(`${ok ? 'ok  ' : 'OVER'} ${what}: ${value.toFixed(1)} ${unit} (limit ${limit} ${unit})`);
}

/** @param {string} file */
const gzipped = (file) => gzipSync(readFileSync(file), { level: 9 }).byteLength / 1000;

/**
 * These scripts, and what they import statically.
 * @param {string[]} names
 */
function withImports(names) {
  const scripts = new Set(names);
  for (const script of scripts) {
    const code = readFileSync(join(client, script), 'utf8');
    for (const [, name = ''] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
      scripts.add(`assets/${name}`);
    }
  }
  return [...scripts];
}

/** @param {string[]} names */
const total = (names) => names.reduce((sum, name) => sum + gzipped(join(client, name)), 0);

const html = readFileSync(join(client, 'index.html'), 'utf8');
const inDocument = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, name = '']) => name);
// What the page fetches by itself after that, as vite.config.ts names it; the switch of roles in the sandbox only.
const prefetched = readdirSync(join(client, 'assets'))
  .filter((name) => /^(?:controls|dialogs|role-switch)-.*\.js$/.test(name))
  .map((name) => `assets/${name}`);
const untilQuiet = withImports([...inDocument, ...prefetched]);

report('first view, JavaScript gzip', total(withImports(inDocument)), 112, 'kB');
report('all until the page is quiet, JavaScript gzip', total(untilQuiet), 170, 'kB');
report('all until the page is quiet, scripts', untilQuiet.length, 14, 'requests');
report('the document with its styles, gzip', total(['index.html']), 13, 'kB');
const fonts = readdirSync(client, { recursive: true }).filter((name) =>
  /\.(?:woff2?|ttf|otf)$/.test(String(name)),
);
report('web fonts', fonts.length, 0, 'files');
if (exceeded > 0) process.exit(1);
