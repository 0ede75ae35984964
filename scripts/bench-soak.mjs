import Database from 'libsql';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeFuse } from './bench/fake-fuse.mjs';
import { startLiveConsole, token } from './bench/live-console.mjs';
import { openStream } from './bench/soak-streams.mjs';
import { waitUntil } from './bench/wait-until.mjs';

// A console under the load of a large team, beside an idle console in the same run: the response times of both, the
// memory of the busy console, and whether a stream misses an event. Usage: node scripts/bench-soak.mjs [MINUTES [STREAMS]]

const minutes = Number(process.argv[2] ?? 10);
const streams = Number(process.argv[3] ?? 200);
const people = Math.ceil(streams / 4);
const cancellers = Math.ceil(streams / 40);
const deployments = 100;
/** Memory is compared only in runs of at least so many minutes, because a fresh server still grows. */
const warmAfter = 3;
const answers = ['202 Accepted', '202 Accepted', '404 Not Found', '500 Internal Server Error'];

const random = (/** @type {number} */ below) => Math.floor(Math.random() * below);
const fuse = await startFakeFuse({
  onRequest: (socket) => {
    const answer = `HTTP/1.1 ${answers[random(4)]}\r\nContent-Length: 0\r\n\r\n`;
    setTimeout(() => socket.end(answer), 20 + random(200));
  },
});

/** @typedef {import('./bench/live-console.mjs').LiveConsole} LiveConsole */

const folders = [mkdtempSync(join(tmpdir(), 'console-soak-')), mkdtempSync(join(tmpdir(), 'console-soak-'))];
const [busy, idle] = await Promise.all(
  folders.map((folder) => startLiveConsole({ folder, fuseUrl: fuse.url })),
);
if (!busy || !idle) throw new Error('no console');
for (const console_ of [busy, idle]) {
  const identity = await signIn(console_, 0);
  await console_.ask('PUT', '/api/applications/10', { name: 'Reminders' }, identity);
  for (let id = 1; id <= deployments; id += 1) await saveDeployment(console_, String(id), 'first', identity);
}

/** @param {LiveConsole} on @param {string} id @param {string} note @param {Record<string, string>} identity */
function saveDeployment(on, id, note, identity) {
  const body = { name: `Deployment ${id}`, environment: 'staging', note };
  return on.ask('PUT', `/api/applications/10/deployments/${id}`, body, identity);
}

/** Times by server and kind of request. @type {Record<string, Record<string, number[]>>} */
const times = { busy: {}, idle: {} };
/** @type {string[]} */
const failures = [];
/** @param {string} server @param {string} kind @param {import('./bench/live-console.mjs').Answer | null} answer */
function note(server, kind, answer) {
  if (!answer || answer.status >= 400) failures.push(`${kind}: ${answer?.status ?? 'no answer'}`);
  else ((times[server] ??= {})[kind] ??= []).push(answer.milliseconds);
}

const end = performance.now() + minutes * 60_000;
const running = () => performance.now() < end;

/** @param {string} name @param {LiveConsole} on @param {Record<string, string>} identity */
async function oneAction(name, on, identity) {
  const turn = random(4);
  if (turn === 0)
    note(
      name,
      'save a deployment',
      await saveDeployment(on, String(1 + random(deployments)), `note ${random(1e9)}`, identity),
    );
  else if (turn === 1)
    note(name, 'read the list', await on.ask('GET', '/api/applications', undefined, identity));
  else if (turn === 2)
    note(name, 'read the journal', await on.ask('GET', '/api/cancellations?limit=50', undefined, identity));
  else
    note(
      name,
      'search the journal',
      await on.ask('GET', '/api/cancellations?q=reason%201', undefined, identity),
    );
}

/** @param {LiveConsole} on @param {number} number */
async function signIn(on, number) {
  const answer = await on.ask(
    'POST',
    '/api/session',
    { name: `Person ${number}`, token },
    { origin: on.origin },
  );
  const { identity } = JSON.parse(answer?.body ?? '{}');
  return { cookie: answer?.cookie ?? '', 'console-identity': String(identity), origin: on.origin };
}

/** @param {LiveConsole} on @param {number} number */
async function person(on, number) {
  // People do not start at the same moment.
  await sleep(random(1_500));
  const identity = await signIn(on, number);
  while (running()) {
    await oneAction('busy', on, identity);
    await sleep(500 + random(1_000));
  }
}

/** IDs of the cancellations of each deployment: the next one has to name them in `despite`. @type {Map<string, string[]>} */
const sent = new Map();

/** @param {string} name @param {LiveConsole} on @param {Record<string, string>} identity @param {number} id */
async function cancel(name, on, identity, id) {
  const uuid = randomUUID();
  const despite = sent.get(`${name} ${id}`) ?? [];
  sent.set(`${name} ${id}`, [...despite.slice(-900), uuid]);
  const reason = `reason ${random(1e6)}`;
  const target = { applicationId: '10', deploymentId: String(id), reason, despite };
  note(name, 'cancel', await on.ask('PUT', `/api/cancellations/${uuid}`, target, identity));
}

/** @param {LiveConsole} on @param {number} number chooses its share of the deployments */
async function canceller(on, number) {
  const identity = await signIn(on, people + number);
  for (let turn = 0; running(); turn += 1) {
    await cancel('busy', on, identity, 1 + number + cancellers * (turn % (deployments / cancellers)));
    await sleep(500);
  }
}

/** @type {number[]} */
const memory = [];
async function watch() {
  while (running()) {
    const [, kilobytes = '0'] =
      /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${busy?.pid}/status`, 'utf8')) ?? [];
    memory.push(Number(kilobytes) / 1000);
    await sleep(1_000);
  }
}

/** One person with the same requests, one after the other, at the idle console. @param {LiveConsole} on */
async function personAtIdleConsole(on) {
  const identity = await signIn(on, 1);
  for (let turn = 0; running(); turn += 1) {
    if (turn % 10 === 0) await cancel('idle', on, identity, 1 + random(deployments));
    else await oneAction('idle', on, identity);
    await sleep(50);
  }
}

const watcher = await signIn(busy, 0);
const open = Array.from({ length: streams }, () => openStream(busy.origin, watcher));
await waitUntil(() => open.every((stream) => stream.first > 0), 30);
await Promise.all([
  watch(),
  personAtIdleConsole(idle),
  ...Array.from({ length: people }, (_, number) => person(busy, number)),
  ...Array.from({ length: cancellers }, (_, number) => canceller(busy, number)),
]);

const database = new Database(`file:${join(folders[0] ?? '', 'console.db')}?mode=ro`);
const first = Math.max(...open.map((stream) => stream.first));
const row = database
  .prepare(
    "SELECT count(*) AS events, sum(seq) AS sum FROM events WHERE seq > ? AND type IN ('cancellation', 'applications') AND realm = 'live'",
  )
  .get([first]);
database.close();
const expected = { events: 0, sum: 0, ...(typeof row === 'object' ? row : {}) };
await waitUntil(() => open.every(({ events }) => events >= expected.events), 10);
// A repeated event would arrive now.
await sleep(500);
const faulty = open.filter(
  ({ events, sum, outOfOrder, breaks }) =>
    events !== expected.events || sum !== expected.sum || outOfOrder + breaks > 0,
);
for (const stream of open) stream.close();
await Promise.all([busy.stop('SIGTERM'), idle.stop('SIGTERM')]);
fuse.close();
for (const folder of folders) rmSync(folder, { recursive: true });

/** @param {number[]} values @param {number} share */
const quantile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN;
/** @param {number[]} values */
const shown = (values) => `${quantile(values, 0.5).toFixed(1)} / ${quantile(values, 0.99).toFixed(1)} ms`;
console.log(
  `${minutes} minutes, ${streams} streams, ${people} people, ${cancellers} cancelling (median / p99, busy; then idle)`,
);
for (const [kind, values] of Object.entries(times['busy'] ?? {})) {
  const quiet = times['idle']?.[kind];
  console.log(
    `  ${kind}: ${shown(values)}; ${shown(quiet ?? [])} (${values.length} and ${quiet?.length ?? 0} answers)`,
  );
}
const third = Math.floor(memory.length / 3);
const [early, late] = [quantile(memory.slice(third, 2 * third), 0.5), quantile(memory.slice(2 * third), 0.5)];
const flat = minutes < warmAfter || late <= early * 1.1 + 5;
const verdict = minutes < warmAfter ? 'too short to tell' : flat ? 'flat' : 'GROWING';
console.log(
  `  memory: ${early.toFixed(0)} MB in the second third, ${late.toFixed(0)} MB in the last, at most ${Math.max(...memory).toFixed(0)} MB: ${verdict}`,
);
console.log(
  `  events: ${expected.events} sent to each of ${streams} streams; ${faulty.length} streams missed or repeated one`,
);
console.log(`  failed requests: ${failures.length} ${[...new Set(failures)].join(', ')}`);
console.log(`  load of the machine at the end: ${loadavg()[1]?.toFixed(1)}, this run included`);
process.exit(flat && faulty.length === 0 && failures.length === 0 ? 0 : 1);
