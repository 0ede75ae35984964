import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { holdWriter, readJournal, writeFirstRelease } from './crash-journal.mjs';
import { accepted, startFakeFuse } from './fake-fuse.mjs';
import { canTrace, fsyncOrder } from './fsync-order.mjs';
import { startLiveConsole } from './live-console.mjs';

// Kills the console with SIGKILL, again and again on one database, and checks what it finds at the next start.
// The moments are reached from outside: the upstream tells when a connection or a request is there, and another
// writer holds the database's lock to stop the console right before a commit.

const kills = Number(process.argv[2] ?? 300);
const folder = mkdtempSync(join(tmpdir(), 'console-crash-'));
const file = join(folder, 'console.db');
const applicationId = '10';

/** @typedef {{ id: string, deploymentId: string, answer: Promise<import('./live-console.mjs').Answer | null> }} Attempt */

/** @type {string[]} */
const faults = [];
/** @param {boolean} kept @param {string} fault */
const check = (kept, fault) => void (kept || faults.push(fault));

/** Every cancellation ever tried, and what the console said of it. @type {Map<string, Attempt>} */
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

let deployments = 0;
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

/** A DELETE is there: its intent must be in the file by now. @param {string} target */
function intentIsThere(target) {
  check(journal.openFor(target) === 1, `a DELETE for ${target} came without an open intent in the journal`);
}

/** Waits until the file shows what is asked for. @param {() => boolean} shown */
async function until(shown) {
  for (let turn = 0; turn < 4_000 && !shown(); turn += 1) await sleep(0);
}

/** One cancellation, killed at one step of it. @type {Record<string, (deploymentId: string) => Promise<void>>} */
const moments = {
  'before the intent’s commit': async (deploymentId) => {
    const release = holdWriter(file);
    cancel(deploymentId);
    await sleep(40 + random(60));
    kill();
    await server.exit;
    release();
  },
  'after the intent’s commit': async (deploymentId) => {
    const { id } = cancel(deploymentId);
    await until(() => journal.record(id) !== undefined);
    kill();
  },
  'after connecting': async (deploymentId) => {
    fuse.behave({ onConnect: kill, onRequest: () => {} });
    cancel(deploymentId);
  },
  'after the request': async (deploymentId) => {
    const onRequest = (/** @type {unknown} */ _, /** @type {string} */ target) => {
      kill();
      intentIsThere(target);
    };
    fuse.behave({ onRequest });
    cancel(deploymentId);
  },
  'inside the status line': async (deploymentId) => {
    fuse.behave({
      onRequest: (socket) => void socket.write('HTTP/1.1 202 Acc', () => setTimeout(kill, random(20))),
    });
    cancel(deploymentId);
  },
  'after the headers': async (deploymentId) => {
    const head = 'HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n{"err';
    fuse.behave({ onRequest: (socket) => void socket.write(head, () => setTimeout(kill, random(30))) });
    cancel(deploymentId);
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
    cancel(deploymentId);
    await server.exit;
    release();
  },
  'after the outcome’s commit': async (deploymentId) => {
    const { id } = cancel(deploymentId);
    await until(() => journal.record(id)?.['outcome'] !== null && journal.record(id) !== undefined);
    kill();
  },
  'at any moment, ten at once': async (deploymentId) => {
    const answers = [accepted, 'HTTP/1.1 500 No\r\n\r\n', 'HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n'];
    const onRequest = (/** @type {import('node:net').Socket} */ socket, /** @type {string} */ target) => {
      intentIsThere(target);
      setTimeout(() => socket.end(answers[random(3)] ?? accepted), random(20));
    };
    fuse.behave({ onRequest });
    const work = [
      cancel(deploymentId).answer,
      ...Array.from({ length: 9 }, () => saveDeployment().then((one) => cancel(one).answer)),
    ];
    await Promise.race([Promise.all(work), sleep(random(150))]);
    kill();
  },
  'in the middle of a batch': async (deploymentId) => {
    const onRequest = (/** @type {import('node:net').Socket} */ socket, /** @type {string} */ target) => {
      intentIsThere(target);
      setTimeout(() => socket.end(accepted), random(20));
    };
    fuse.behave({ onRequest });
    const deploymentIds = [deploymentId];
    for (let more = 0; more < 4; more += 1) deploymentIds.push(await saveDeployment());
    const targets = deploymentIds.map((one) => ({ applicationId, deploymentId: one }));
    const id = randomUUID();
    batches.set(id, deploymentIds);
    const started = server.ask('PUT', `/api/batches/${id}`, { targets });
    await sleep(random(150));
    kill();
    await started;
  },
};

/** A batch is never resumed, and what it says of each target is what was sent. @param {string} where */
async function checkBatches(where) {
  for (const [id, deploymentIds] of batches) {
    const answer = await server.ask('GET', `/api/batches/${id}`);
    const sent = deploymentIds.filter((one) => fuse.deletes.has(`${applicationId}/${one}`));
    if (answer?.status === 404) {
      check(sent.length === 0, `${where}: batch ${id} is lost, and ${sent.length} of it were sent`);
      batches.delete(id);
      continue;
    }
    const { state, targets, counts } = JSON.parse(answer?.body ?? '{}');
    check(state === 'interrupted' || state === 'finished', `${where}: batch ${id} is ${state}`);
    check(counts.done + counts.notTried === deploymentIds.length, `${where}: batch ${id} has open targets`);
    for (const { deploymentId, state: found, cancellation } of targets) {
      const count = fuse.deletes.get(`${applicationId}/${deploymentId}`) ?? 0;
      check(count <= 1, `${where}: ${deploymentId} of batch ${id} was sent ${count} times`);
      const told = found === 'done' ? cancellation?.outcome !== null : count === 0;
      check(told, `${where}: ${deploymentId} of batch ${id} is ${found}, and was sent ${count} times`);
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
    const known = acknowledged.has(id) ? null : await answer;
    if (known?.status === 201) acknowledged.set(id, known.body);
  }
  const sent = new Map(fuse.deletes);
  server = await startLiveConsole(own);
  journal = readJournal(file);

  check(journal.integrity() === 'ok', `${where}: integrity_check says ${journal.integrity()}`);
  check(journal.foreignKeys() === 0, `${where}: a foreign key is broken`);
  check(journal.oddEvents().length === 0, `${where}: events do not match the records`);
  const list = new Set(journal.deployments());
  for (const one of saved) check(list.has(one), `${where}: the saved list lost ${one}`);
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

  // The page that never got its answer asks again, with the same ID.
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

/** The very first start on no file at all, migration included, killed on its way; then it must simply work. */
async function firstStart() {
  const fresh = mkdtempSync(join(tmpdir(), 'console-crash-'));
  const database = join(fresh, 'console.db');
  try {
    for (let round = 0; round < 2; round += 1) {
      let pid = 0;
      const starting = startLiveConsole({ folder: fresh, fuseUrl: fuse.url }, (id) => (pid = id));
      const outcome = starting.then(
        (started) => started,
        () => null,
      );
      // Half of them from the moment the file is there: making the tables takes some milliseconds.
      if (round === 0) await until(() => existsSync(database));
      await sleep(round === 0 ? random(25) : random(300));
      process.kill(pid, 'SIGKILL');
      await (
        await outcome
      )?.exit;
    }
    const started = await startLiveConsole({ folder: fresh, fuseUrl: fuse.url });
    const answer = await started.ask('PUT', '/api/applications/10', { name: 'First' });
    check(answer?.status === 201, `first start: saving was answered with ${answer?.status}`);
    await started.stop('SIGKILL');
    const look = readJournal(database);
    check(look.integrity() === 'ok', `first start: integrity_check says ${look.integrity()}`);
    look.close();
  } catch (error) {
    check(false, `first start: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** A start on a file of the first release, killed while it is carried over; then all of it must be there. */
async function upgrade() {
  const fresh = mkdtempSync(join(tmpdir(), 'console-crash-'));
  const database = join(fresh, 'console.db');
  try {
    copyFileSync(firstRelease, database);
    let pid = 0;
    const starting = startLiveConsole({ folder: fresh, fuseUrl: fuse.url }, (id) => (pid = id));
    const outcome = starting.then(
      (started) => started,
      () => null,
    );
    // Half of them from the moment the console has the file in hand.
    if (random(2) === 0) await until(() => existsSync(`${database}-lock`));
    await sleep(random(2) === 0 ? random(30) : random(300));
    process.kill(pid, 'SIGKILL');
    await (
      await outcome
    )?.exit;
    const deletes = fuse.deletes.size;
    const started = await startLiveConsole({ folder: fresh, fuseUrl: fuse.url });
    const look = readJournal(database);
    const [record, ...more] = look.all();
    const settled = record?.['outcome'] === 'unknown' && record['cause'] === 'console_stopped';
    check(settled && more.length === 0, 'upgrade: the open record was not settled as unknown');
    check(
      look.deployments().join() === '10/20 Payments',
      `upgrade: the saved list is not what it was: ${look.deployments().join()}`,
    );
    check(look.integrity() === 'ok', `upgrade: integrity_check says ${look.integrity()}`);
    look.close();
    check(fuse.deletes.size === deletes, 'upgrade: something was sent');
    const body = { applicationId: '10', deploymentId: '20' };
    const answer = await started.ask('PUT', `/api/cancellations/${randomUUID()}`, body);
    check(answer?.status === 201, `upgrade: a cancellation was answered with ${answer?.status}`);
    fuse.deletes.delete('10/20');
    await started.stop('SIGKILL');
  } catch (error) {
    check(false, `upgrade: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** A start that has open intents to settle, killed on its way. */
async function killedRecovery() {
  fuse.behave({ onRequest: kill });
  cancel(await saveDeployment());
  await server.exit;
  let pid = 0;
  const starting = startLiveConsole(own, (id) => (pid = id));
  const outcome = starting.then(
    (started) => started,
    () => null,
  );
  await sleep(100 + random(250));
  process.kill(pid, 'SIGKILL');
  const started = await outcome;
  await started?.exit;
}

const firstRelease = join(folder, 'first-release.db');
await writeFirstRelease(firstRelease);
const begun = performance.now();
const done = /** @type {Record<string, number>} */ ({});
/** @param {string} name @param {number} count */
const note = (name, count) => (done[name] = (done[name] ?? 0) + count);
await server.ask('PUT', `/api/applications/${applicationId}`, { name: 'Reminders' });
const names = Object.keys(moments);
let killed = 0;
for (let round = 0; killed < kills && faults.length === 0; round += 1) {
  const step = round % (names.length + 3);
  const name = names[step];
  if (name !== undefined) {
    await moments[name]?.(await saveDeployment());
    note(name, 1);
    await stopAndCheck(name);
    killed += 1;
  } else if (step === names.length) {
    await killedRecovery();
    note('while settling what was left open', 2);
    await stopAndCheck('recovery');
    killed += 2;
  } else if (step === names.length + 1) {
    await firstStart();
    note('during the first start', 3);
    killed += 3;
  } else {
    await upgrade();
    note('during the migration of a file of the first release', 2);
    killed += 2;
  }
}
await server.stop('SIGKILL');
journal.close();
fuse.close();
rmSync(folder, { recursive: true });

for (const [name, count] of Object.entries(done)) console.log(`  ${String(count).padStart(4)} kills ${name}`);
const unknown = [...acknowledged.values()].filter((text) => JSON.parse(text).outcome === 'unknown').length;
console.log(
  `${killed} kills in ${((performance.now() - begun) / 1000).toFixed(0)} s; ${attempts.size} cancellations asked for, ` +
    `${fuse.deletes.size} DELETEs sent, ${unknown} unknown, ${saved.size} deployments saved`,
);
if (canTrace()) {
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
