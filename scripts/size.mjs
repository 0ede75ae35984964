import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './install.mjs';

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

/** The scripts and style sheets that index.html asks for, and what those scripts import statically. */
function firstView() {
  const html = readFileSync(join(client, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, name = '']) => name);
  const scripts = new Set(named.filter((name) => name.endsWith('.js')));
  for (const script of scripts) {
    const code = readFileSync(join(client, script), 'utf8');
    for (const [, name = ''] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
      scripts.add(`assets/${name}`);
    }
  }
  return { scripts: [...scripts], styles: named.filter((name) => name.endsWith('.css')) };
}

/** @param {string[]} names */
const total = (names) => names.reduce((sum, name) => sum + gzipped(join(client, name)), 0);

/**
 * @param {string} origin
 * @param {string} path
 * @param {string} [body]
 * @returns {Promise<number>} the status code
 */
function ask(origin, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body
      ? { origin, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      : {};
    request(`${origin}${path}`, { method: body ? 'PUT' : 'GET', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end(body);
  });
}

/** @param {number | undefined} pid */
function residentMegabytes(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return (Number(stdout.trim()) * 1024) / 1e6;
}

async function server() {
  const folder = mkdtempSync(join(tmpdir(), 'console-size-'));
  const port = 20_000 + (process.pid % 20_000);
  const origin = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '',
      PUBLIC_ORIGIN: '',
      FUSE_EMAIL: '',
      FUSE_DEVELOPER_KEY: '',
      DATABASE_URL: `file:${join(folder, 'console.db')}`,
    },
  });
  try {
    while ((await ask(origin, '/healthz').catch(() => 0)) !== 200) {
      if (child.exitCode !== null) throw new Error('the console did not start');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    report('serve to the first answered request', (performance.now() - started) / 1000, 1, 's');

    const target = JSON.stringify({ applicationId: '20999', deploymentId: '319901' });
    for (let sent = 0; sent < 1000; sent += 1) {
      const status = await ask(origin, `/api/cancellations/${randomUUID()}`, target);
      if (status !== 201) throw new Error(`a cancellation was answered with ${status}`);
    }
    report('resident memory after 1,000 cancellations', residentMegabytes(child.pid), 150, 'MB');
  } finally {
    const exit = once(child, 'exit');
    child.kill();
    await exit;
    rmSync(folder, { recursive: true });
  }
}

const { scripts, styles } = firstView();
report('first view, JavaScript gzip', total(scripts), 100, 'kB');
report('first view, CSS gzip', total(styles), 12, 'kB');
const fonts = readdirSync(client, { recursive: true }).filter((name) =>
  /\.(?:woff2?|ttf|otf)$/.test(String(name)),
);
report('web fonts', fonts.length, 0, 'files');
await server();
if (exceeded > 0) process.exit(1);
