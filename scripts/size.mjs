import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './install.mjs';
import { serve } from './serve.mjs';

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

/** @param {number | undefined} pid */
function residentMegabytes(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return (Number(stdout.trim()) * 1024) / 1e6;
}

async function server() {
  const console_ = await serve();
  try {
    report('serve to the first answered request', console_.secondsToFirstAnswer, 1, 's');
    const target = JSON.stringify({ applicationId: '20999', deploymentId: '319901' });
    for (let sent = 0; sent < 1000; sent += 1) {
      const { status } = await console_.ask(`/api/cancellations/${randomUUID()}`, target);
      if (status !== 201) throw new Error(`a cancellation was answered with ${status}`);
    }
    report('resident memory after 1,000 cancellations', residentMegabytes(console_.pid), 150, 'MB');
  } finally {
    await console_.stop();
  }
}

report('first view, JavaScript gzip', total(firstView()), 100, 'kB');
report('the document with its styles, gzip', total(['index.html']), 13, 'kB');
const fonts = readdirSync(client, { recursive: true }).filter((name) =>
  /\.(?:woff2?|ttf|otf)$/.test(String(name)),
);
report('web fonts', fonts.length, 0, 'files');
await server();
if (exceeded > 0) process.exit(1);
