import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { install, root } from './lib/install.mjs';

install();
const { provideBrowser } = await import('./lib/browsers.mjs');
const { installWithApt, unpackedPrograms, unpackWithApt } = await import('./lib/debian-packages.mjs');
const { findPostgres } = await import('./lib/postgres-server.mjs');

process.env['PATH'] = `${unpackedPrograms}${delimiter}${process.env['PATH'] ?? ''}`;

const hasStrace = () => spawnSync('strace', ['-V']).error === undefined;
const hasPostgres = () => process.env['TEST_POSTGRES_URL'] !== undefined || findPostgres() !== undefined;

/**
 * Finds or installs a program that tests need. Where CI is set no test may be skipped, so a missing program fails the run.
 * @param {string} name
 * @param {() => unknown} find
 * @param {() => unknown} provide
 * @param {string} without what is not tested without it
 */
async function need(name, find, provide, without) {
  if (!(await find())) await provide();
  if (await find()) return;
  console.error(`${name} cannot be had here: ${without}`);
  if (process.env['CI']) process.exit(1);
}

/**
 * @param {string[]} packages
 * @param {string[]} programs
 */
const debian = (packages, programs) => () =>
  installWithApt(packages) ||
  unpackWithApt(
    packages,
    programs.map((program) => `usr/${program}`),
  );

if (!(await provideBrowser('chromium'))) {
  console.error('Chromium is needed and could not be installed: install it, or set CHROMIUM_PATH to it.');
  process.exit(1);
}
const firefox = () => provideBrowser('firefox');
await need('Firefox', firefox, () => {}, 'the end-to-end tests run in Chromium only.');
await need(
  'PostgreSQL',
  hasPostgres,
  debian(['postgresql'], ['lib/postgresql/*/bin/initdb', 'lib/postgresql/*/bin/pg_ctl']),
  'its store is not tested. Install it, or set TEST_POSTGRES_URL.',
);
await need(
  'strace',
  hasStrace,
  debian(['strace'], ['bin/strace']),
  'failing disks and the order of syncs are not tested.',
);

// Hundreds of tests make a database, and each commit of one waits for the disk: in memory, where there is room.
const memory = '/dev/shm';
if (process.env['TMPDIR'] === undefined && existsSync(memory)) {
  const { bavail, bsize } = statfsSync(memory);
  if (bavail * bsize > 4e9) process.env['TMPDIR'] = memory;
}

// Unit tests, the check and then the end-to-end tests, which need what the check has built: each waits for disks, timers
// and pages for a part of its time, so that side by side they end earlier.
const { child: unitTests, ended: unitTestsEnded } = runScript('test:unit');
const check = await runScript('check', { isShown: true }).ended;
if (check.status !== 0) {
  unitTests.kill();
  process.exit(1);
}
const endToEnd = await runScript('test:e2e', { isShown: true }).ended;
const unit = await unitTestsEnded;
console.log(unit.output);
// What failed stands at the end, where a long log is read first.
if (endToEnd.status !== 0) console.log(endToEnd.output.split('\n').slice(-200).join('\n'));
if (unit.status !== 0 || endToEnd.status !== 0) process.exit(1);
console.log(
  '\nAll of it passed: types, lint, format, unused code, sizes, unit, component and end-to-end tests.',
);

/**
 * @param {string} name of a script in package.json
 * @param {{ isShown?: boolean }} [how] `isShown`: while it runs
 */
function runScript(name, { isShown = false } = {}) {
  console.log(`\n> npm run ${name}`);
  const child = spawn('npm', ['run', name], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  const keep = (/** @type {Buffer} */ data) => {
    output += data.toString();
    if (isShown) process.stdout.write(data);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  /** @type {Promise<{ status: number | null, output: string }>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ status: 1, output: error.message }));
    child.once('close', (status) => resolve({ status, output }));
  });
  return { child, ended };
}
