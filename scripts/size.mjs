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

/** The scripts that index.html asks for, and what those import statically. */
function firstView() {
  const html = readFileSync(join(client, 'index.html'), 'utf8');
  const scripts = new Set([...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, name = '']) => name));
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

report('first view, JavaScript gzip', total(firstView()), 112, 'kB');
report('the document with its styles, gzip', total(['index.html']), 13, 'kB');
const fonts = readdirSync(client, { recursive: true }).filter((name) =>
  /\.(?:woff2?|ttf|otf)$/.test(String(name)),
);
report('web fonts', fonts.length, 0, 'files');
if (exceeded > 0) process.exit(1);
