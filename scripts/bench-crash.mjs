import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  holdWriter,
  readStartProgress,
  readJournal,
  writeFirstRelease,
} from './bench/crash/crash-journal.mjs';
import { accepted, startFakeFuse } from './bench/fake-fuse.mjs';
import { canTrace, fsyncOrder } from './bench/crash/fsync-order.mjs';
import { startKilled } from './bench/crash/killed-start.mjs';
import { startLiveConsole } from './bench/live-console.mjs';
import { waitUntil } from './bench/wait-until.mjs';

// Kills the console with SIGKILL, again and again on one database, and checks the database at the next start.
// The moments are reached from outside: the upstream reports a connection or a request, another writer holds the
// database's lock to stop the console right before a commit, and strace delays it in the middle of one.
// A kill is counted at the moment that the left database shows, which may differ from the moment aimed at.

const kills = Number(process.argv[2] ?? 300);
const folder = mkdtempSync(join(tmpdir(), 'console-crash-'));
const file = join(folder, 'console.db');
const applicationId = '10';

/** @typedef {{ id: string, deploymentId: string, answer: Promise<import('./bench/live-console.mjs').Answer | null> }} Attempt */

/** @type {string[]} */
const faults = [];
/** @param {boolean} holds @param {string} fault */
const check = (holds, fault) => void (holds || faults.push(fault));

/** Every cancellation ever sent to the console, with its answer. @type {Map<string, Attempt>} */
const attempts = new Map();
/** Every batch ever started, and its deployments. @type {Map<string, string[]>} */
const batches = new Map();
/** Records as they were acknowledged. @type {Map<string, string>} */
const acknowledged = new Map();
/** Saved deployments that were acknowledged. @type {Set<string>} */
const saved = new Set();

const fuse = await startFakeFuse({ onRequest: (socket) => socket.end(accepted) });
const own = { folder, fuseUrl: fuse.url, variables: { BATCH_PAUSE_MS: '10' } };
let server = await startLiveConsole(own);
let journal = readJournal(file);

const random = (/** @type {number} */ below) => Math.floor(Math.random() * below);
const kill = () => void process.kill(server.pid, 'SIGKILL');

// Higher than the ID in the database of the first release.
let deployments = 100;
async function saveDeployment() {
  const deploymentId = String((deployments += 1));
  const name = `Deployment ${deploymentId}`;
  const path = `/api/applications/${applicationId}/deployments/${deploymentId}`;
  const answer = await server.ask('PUT', path, { name, environment: 'staging' });
  if (answer?.status === 201) saved.add(`${applicationId}/${deploymentId} ${name}`);
  return deploymentId;
}

/** @param {string} deploymentId @param {string} [id] */
function cancel(deploymentId, id = randomUUID()) {
  const target = { applicationId, deploymentId, reason: `attempt ${id}` };
  const attempt = { id, deploymentId, answer: server.ask('PUT', `/api/cancellations/${id}`, target) };
  attempts.set(id, attempt);
  return attempt;
}

/** Called when a DELETE arrives: by now its intent must be in the database. @param {string} target */
function checkIntent(target) {
  check(journal.openFor(target) === 1, `a DELETE for ${target} came without an open intent in the journal`);
}

/**
 * By moment: starts a cancellation or a batch and kills the console at that moment. Resolves to its ID, and to the
 * state in which a kill at that moment leaves it.
 * @type {Record<string, (deploymentId: string) => Promise<[id: string, left: string] | null>>}
 */
const moments = {
  'before the intent’s commit': async (deploymentId) => {
    const release = holdWriter(file);
    const { id } = cancel(deploymentId);
    await sleep(40 + random(60));
    kill();
    await server.exit;
    release();
    return [id, 'missing'];
  },
  'after the intent’s commit': async (deploymentId) => {
    fuse.behave({ onRequest: () => {} });
    const { id } = cancel(deploymentId);
    await waitUntil(() => journal.record(id) !== undefined);
    kill();
    return [id, 'open'];
  },
  'after connecting': async (deploymentId) => {
    fuse.behave({ onConnect: kill, onRequest: () => {} });
    return [cancel(deploymentId).id, 'open'];
  },
  'after the request': async (deploymentId) => {
    const onRequest = (/** @type {unknown} */ _, /** @type {string} */ target) => {
      kill();
      checkIntent(target);
    };
    fuse.behave({ onRequest });
    return [cancel(deploymentId).id, 'open'];
  },
  'inside the status line': async (deploymentId) => {
    fuse.behave({
      onRequest: (socket) => void socket.write('HTTP/1.1 202 Acc', () => setTimeout(kill, 10 + random(20))),
    });
    return [cancel(deploymentId).id, 'open'];
  },
  'after the headers': async (deploymentId) => {
    const head = 'HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n{"err';
    fuse.behave({ onRequest: (socket) => void socket.write(head, () => setTimeout(kill, 10 + random(30))) });
    return [cancel(deploymentId).id, 'open'];
  },
  'before the outcome’s commit': async (deploymentId) => {
    /** @type {() => void} */
    let release = () => {};
    const onRequest = (/** @type {import('node:net').Socket} */ socket) => {
      release = holdWriter(file);
      socket.end(accepted);
      setTimeout(kill, 40 + random(60));
    };
    fuse.behave({ onRequest });
    const { id } = cancel(deploymentId);
    await server.exit;
    release();
    return [id, 'open'];
  },
  'after the outcome’s commit': async (deploymentId) => {
    const { id } = cancel(deploymentId);
    await waitUntil(() => journal.stateOf(id) === 'settled');
    kill();
    return [id, 'settled'];
  },
  'at any moment, ten at once': async (deploymentId) => {
    const answers = [accepted, 'HTTP/1.1 500 No\r\n\r\n', 'HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n'];
    const onRequest = (/** @type {import('node:net').Socket} */ socket, /** @type {string} */ target) => {
      checkIntent(target);
      setTimeout(() => socket.end(answers[random(3)] ?? accepted), random(20));
    };
    fuse.behave({ onRequest });
    const work = [
      cancel(deploymentId).answer,
      ...Array.from({ length: 9 }, () => saveDeployment().then((savedId) => cancel(savedId).answer)),
    ];
    await Promise.race([Promise.all(work), sleep(random(150))]);
    kill();
    return null;
  },
  'in the middle of a batch': async (deploymentId) => {
    const onRequest = (/** @type {import('node:net').Socket} */ socket, /** @type {string} */ target) => {
      checkIntent(target);
      setTimeout(() => socket.end(accepted), random(20));
    };
    fuse.behave({ onRequest });
    const deploymentIds = [deploymentId];
    for (let more = 0; more < 4; more += 1) deploymentIds.push(await saveDeployment());
    const targets = deploymentIds.map((targetId) => ({ applicationId, deploymentId: targetId }));
    const id = randomUUID();
    batches.set(id, deploymentIds);
    const started = server.ask('PUT', `/api/batches/${id}`, { targets });
    await waitUntil(() => journal.stateOf(id) === 'open');
    await sleep(random(80));
    kill();
    await started;
    return [id, 'open'];
  },
};

/** A batch is never resumed, and what it says of each target is what was sent. @param {string} where */
async function checkBatches(where) {
  for (const [id, deploymentIds] of batches) {
    const answer = await server.ask('GET', `/api/batches/${id}`);
    const sent = deploymentIds.filter((targetId) => fuse.deletes.has(`${applicationId}/${targetId}`));
    if (answer?.status === 404) {
      check(sent.length === 0, `${where}: batch ${id} is lost, and ${sent.length} of it were sent`);
      batches.delete(id);
      continue;
    }
    const { state, targets, counts } = JSON.parse(answer?.body ?? '{}');
    check(state === 'interrupted' || state === 'finished', `${where}: batch ${id} is ${state}`);
    check(counts.done + counts.notTried === deploymentIds.length, `${where}: batch ${id} has open targets`);
    for (const { deploymentId, state, cancellation } of targets) {
      const count = fuse.deletes.get(`${applicationId}/${deploymentId}`) ?? 0;
      check(count <= 1, `${where}: ${deploymentId} of batch ${id} was sent ${count} times`);
      const isConsistent = state === 'done' ? cancellation?.outcome !== null : count === 0;
      check(
        isConsistent,
        `${where}: ${deploymentId} of batch ${id} is ${state}, and was sent ${count} times`,
      );
    }
  }
}

/** @param {string} where */
async function stopAndCheck(where) {
  await server.exit;
  const left = journal.all();
  journal.close();
  fuse.behave({ onRequest: (socket) => socket.end(accepted) });
  const tried = [...attempts.values()];
  for (const { id, answer } of tried) {
    const lateAnswer = acknowledged.has(id) ? null : await answer;
    if (lateAnswer?.status === 201) acknowledged.set(id, lateAnswer.body);
  }
  const sent = new Map(fuse.deletes);
  server = await startLiveConsole(own);
  journal = readJournal(file);

  check(journal.integrity() === 'ok', `${where}: integrity_check says ${journal.integrity()}`);
  check(journal.foreignKeys() === 0, `${where}: a foreign key is broken`);
  check(journal.oddEvents().length === 0, `${where}: events do not match the records`);
  const list = new Set(journal.deployments());
  for (const deployment of saved) check(list.has(deployment), `${where}: the saved list lost ${deployment}`);
  const records = new Map(journal.all().map((row) => [String(row['id']), row]));
  for (const { id, deploymentId } of tried) {
    const record = records.get(id);
    const count = sent.get(`${applicationId}/${deploymentId}`) ?? 0;
    check(count <= 1, `${where}: ${id} was sent ${count} times`);
    check(count === 0 || record !== undefined, `${where}: ${id} was sent and is not in the journal`);
    check(record?.['outcome'] !== null, `${where}: ${id} is still open after a start`);
    const words = acknowledged.get(id);
    if (words !== undefined) {
      const { outcome, status, settledAt } = JSON.parse(words);
      const same =
        record?.['outcome'] === outcome &&
        record?.['status'] === status &&
        record?.['settled_at'] === settledAt;
      check(same, `${where}: the acknowledged record ${id} has changed`);
    }
  }

  for (const before of left) {
    const after = records.get(String(before['id']));
    const settled = before['outcome'] !== null;
    const expected = settled
      ? before
      : { ...before, outcome: 'unknown', cause: 'console_stopped', settled_at: after?.['settled_at'] };
    const same = JSON.stringify(after) === JSON.stringify(expected);
    check(
      same,
      `${where}: ${String(before['id'])}, ${settled ? 'settled' : 'open'} at the kill, is wrong now`,
    );
  }

  // A page that got no answer sends its request again, with the same ID.
  const lost = tried.filter(({ id }) => records.has(id) && !acknowledged.has(id));
  for (const { id, deploymentId } of lost) {
    const again = await cancel(deploymentId, id).answer;
    check(again?.status === 200, `${where}: ${id}, asked for again, was answered with ${again?.status}`);
    acknowledged.set(id, again?.body ?? '{}');
  }
  await checkBatches(where);
  for (const [target, count] of fuse.deletes)
    check(count === (sent.get(target) ?? 0), `${where}: ${target} was sent again after the start`);
}

/** @typedef {[first: number, last: number] | null} Writes */

/**
 * The range of a start's writes to disk in which each of its steps lies, roughly: one start is killed before a write of
 * the range, and another start at a random moment. Without strace all starts are killed at random moments.
 */
const traced = canTrace();
const writes = /** @satisfies {Record<string, Writes>} */ ({
  settling: traced ? [13, 22] : null,
  firstStart: traced ? [14, 100] : null,
  migration: traced ? [11, 35] : null,
});

/** @param {Writes} between */
const randomWrite = (between) => between && between[0] + random(between[1] - between[0] + 1);

/** How far a killed start had got with its tables. @param {string} database */
function tablesIn(database) {
  const { taken, version, logged } = readStartProgress(database);
  if (version === newest) return 'after its tables were there';
  if (logged) return 'in the middle of writing its tables';
  return taken ? 'with the file in hand' : 'before it had the file';
}

/**
 * A start in a folder of its own, killed before it is done; the next start must simply work.
 * @param {string} name
 * @param {number | null} write
 * @param {string | null} older a database to start on
 * @param {(started: import('./bench/live-console.mjs').LiveConsole, database: string) => Promise<void>} works
 */
async function killStart(name, write, older, works) {
  const fresh = mkdtempSync(join(tmpdir(), 'console-crash-'));
  const database = join(fresh, 'console.db');
  const options = { folder: fresh, fuseUrl: fuse.url };
  try {
    if (older !== null) copyFileSync(older, database);
    if (await startKilled(options, write)) note(`during ${name}, ${tablesIn(database)}`);
    const started = await startLiveConsole(options);
    await works(started, database);
    await started.stop('SIGKILL');
    const look = readJournal(database);
    check(look.integrity() === 'ok', `${name}: integrity_check says ${look.integrity()}`);
    look.close();
  } catch (error) {
    check(false, `${name}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** The very first start, without a database. @param {number | null} write */
const firstStart = (write) =>
  killStart('the first start', write, null, async (started) => {
    const answer = await started.ask('PUT', '/api/applications/10', { name: 'First' });
    check(answer?.status === 201, `first start: saving was answered with ${answer?.status}`);
  });

/** A start on a database of the first release: everything in it must be carried over. @param {number | null} write */
const migration = (write) =>
  killStart('the migration of an older file', write, firstRelease, async (started, database) => {
    const look = readJournal(database);
    const [record, ...more] = look.all();
    const settled = record?.['outcome'] === 'unknown' && record['cause'] === 'console_stopped';
    check(settled && more.length === 0, 'upgrade: the open record was not settled as unknown');
    check(
      look.deployments().join() === '10/20 Payments',
      `upgrade: the saved list is not what it was: ${look.deployments().join()}`,
    );
    look.close();
    check(!fuse.deletes.has('10/20'), 'upgrade: something was sent');
    const body = { applicationId: '10', deploymentId: '20' };
    const answer = await started.ask('PUT', `/api/cancellations/${randomUUID()}`, body);
    check(answer?.status === 201, `upgrade: a cancellation was answered with ${answer?.status}`);
    fuse.deletes.delete('10/20');
  });

/** A start that has open intents to settle, killed before it is done, and the start after it as well. */
async function settling() {
  await killAt('after the request');
  await server.exit;
  journal.close();
  for (const write of [randomWrite(writes.settling), null]) {
    const before = readStartProgress(file);
    // The kill before came after everything was settled.
    if (before.open === 0) break;
    if (!(await startKilled(own, write))) break;
    const { starts, open } = readStartProgress(file);
    const where =
      starts === before.starts ? 'before it began' : open > 0 ? 'in the middle' : 'after it was done';
    note(`while settling what was left open, ${where}`);
  }
  journal = readJournal(file);
}

/** The number of kills by moment. @type {Map<string, number>} */
const done = new Map();
/** @param {string} place */
const note = (place) => void done.set(place, (done.get(place) ?? 0) + 1);

/** @param {string} name one of the moments */
async function killAt(name) {
  const meant = await moments[name]?.(await saveDeployment());
  const [, signal] = await server.exit;
  check(signal === 'SIGKILL', `${name}: the console ended by itself: ${server.output()}`);
  const fell = !meant || journal.stateOf(meant[0]) === meant[1];
  note(fell ? name : `at another moment than ${name}`);
}

const firstRelease = join(folder, 'first-release.db');
await writeFirstRelease(firstRelease);
const newest = readStartProgress(file).version;
const begun = performance.now();
await server.ask('PUT', `/api/applications/${applicationId}`, { name: 'Reminders' });

/** @type {(() => Promise<void>)[]} */
const turns = [
  ...Object.keys(moments).map((name) => async () => {
    await killAt(name);
    await stopAndCheck(name);
  }),
  async () => {
    await settling();
    await stopAndCheck('recovery');
  },
  () => firstStart(randomWrite(writes.firstStart)),
  () => migration(randomWrite(writes.migration)),
  () => firstStart(null),
  () => migration(null),
];
const requiredMoments = Object.keys(moments).concat(
  traced
    ? [
        'while settling what was left open, in the middle',
        'during the first start, in the middle of writing its tables',
        'during the migration of an older file, in the middle of writing its tables',
      ]
    : [],
);
let killed = 0;
// At least one at every moment that must be covered, also if the argument asks for fewer.
for (let turn = 0; killed < kills || requiredMoments.some((place) => !done.has(place)); turn += 1) {
  await turns[turn % turns.length]?.();
  killed = [...done.values()].reduce((sum, count) => sum + count, 0);
  if (faults.length > 0) break;
}
await server.stop('SIGKILL');
journal.close();
fuse.close();
rmSync(folder, { recursive: true });

for (const [place, count] of done) console.log(`  ${String(count).padStart(4)} kills ${place}`);
const unknown = [...acknowledged.values()].filter((text) => JSON.parse(text).outcome === 'unknown').length;
console.log(
  `${killed} kills in ${((performance.now() - begun) / 1000).toFixed(0)} s; ${attempts.size} cancellations asked for, ` +
    `${fuse.deletes.size} DELETEs sent, ${unknown} unknown, ${saved.size} deployments saved`,
);
if (traced) {
  const { order, faults: unsynced } = await fsyncOrder();
  const short = order
    .join(' ')
    .replaceAll(/(?:write ?)+/g, 'write ')
    .replaceAll(' ', ' → ');
  console.log(`on disk, by strace: ${short}`);
  faults.push(...unsynced);
} else console.log('strace is not here or may not trace: the order of syncs was not looked at');
for (const fault of faults) console.error(`FAULT ${fault}`);
console.log(faults.length === 0 ? 'every check passed' : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
