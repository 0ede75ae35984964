import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepted, startFakeFuse } from '../fake-fuse.mjs';
import { startLiveConsole } from '../live-console.mjs';
import { startTcpRelay } from '../../lib/tcp-relay.mjs';

const applicationId = '10';
/** More than a run needs: each attempt has a deployment of its own, so that a DELETE identifies its attempt. */
const deployments = 20_000;
/** People who cancel at each console, one attempt after the other. */
const people = 3;
const pauseMs = 100;
/** Longer than any fault, and than any record may stay open after it. */
const recoveryTimeoutMs = 60_000;

/**
 * @typedef {{ folder: string, consoles: number, database: { port: number, name: string } | null }} FleetOptions
 *   `database` is null for SQLite
 * @typedef {Awaited<ReturnType<typeof startFleet>>} Fleet
 * @typedef {{ id: string, deploymentId: string, at: number, by: number, answer?: import('../live-console.mjs').Answer | null, answeredAt?: number, isFrozen?: boolean }} Attempt
 */

/** Consoles on one database, with people at each who cancel all the time. @param {FleetOptions} options */
export async function startFleet({ folder, consoles, database }) {
  const random = (/** @type {number} */ below) => Math.floor(Math.random() * below);
  const fuse = await startFakeFuse({
    onRequest: (socket) => void setTimeout(() => socket.end(accepted), 20 + random(200)),
  });
  const file = join(folder, 'console.db');
  const relays = await Promise.all(
    Array.from({ length: database === null ? 0 : consoles }, () => startTcpRelay(database?.port ?? 0)),
  );
  /** Faults such as a console that ended by itself. @type {string[]} */
  const faults = [];
  /** @type {Attempt[]} */
  const attempts = [];
  const over = new AbortController();
  let next = 1_000;

  /** @param {number} index */
  async function start(index) {
    const own = join(folder, `${database?.name ?? 'sqlite'}-${index}`);
    mkdirSync(own, { recursive: true });
    const databaseUrl = database
      ? `postgres://console@127.0.0.1:${relays[index]?.port}/${database.name}`
      : `file:${file}`;
    const started = await startLiveConsole({
      folder: own,
      fuseUrl: fuse.url,
      variables: { DATABASE_URL: databaseUrl },
    });
    return { ...started, isEnded: false };
  }

  const members = await Promise.all(Array.from({ length: consoles }, (_, index) => start(index)));

  /** @param {(typeof members)[number]} member */
  async function watch(member) {
    const [code, signal] = await member.exit;
    if (!member.isEnded) faults.push(`a console ended by itself (${code ?? signal}): ${member.output()}`);
  }
  for (const member of members) void watch(member);

  const rows = Array.from({ length: deployments }, (_, at) => `${applicationId},R,${1_000 + at},D,staging`);
  const content = ['application_id,application_name,deployment_id,deployment_name,environment', ...rows].join(
    '\n',
  );
  const body = { mode: 'apply', onConflict: 'replace', content };
  const imported = await members[0]?.ask('POST', '/api/applications/import', body);
  if (imported?.status !== 200)
    throw new Error(`The list was not saved: ${imported?.status} ${imported?.body}`);

  /** @param {number} by */
  async function person(by) {
    while (!over.signal.aborted) {
      const member = members[by];
      if (member !== undefined && !member.isEnded) {
        /** @type {Attempt} */
        const attempt = { id: randomUUID(), deploymentId: String((next += 1)), at: performance.now(), by };
        attempts.push(attempt);
        const target = { applicationId, deploymentId: attempt.deploymentId, reason: attempt.id };
        attempt.answer = await member.ask('PUT', `/api/cancellations/${attempt.id}`, target);
        attempt.answeredAt = performance.now();
      }
      await sleep(pauseMs);
    }
  }
  const work = members.flatMap((_, by) => Array.from({ length: people }, () => person(by)));

  /** Reads a path from the first console that answers. @param {string} path @returns {Promise<import('../live-console.mjs').Answer | null>} */
  async function read(path) {
    for (const member of members) {
      if (member.isEnded) continue;
      const answer = await Promise.race([member.ask('GET', path), sleep(2_000).then(() => null)]);
      if (answer !== null && answer.status < 500) return answer;
    }
    return null;
  }

  /**
   * Resolves once every console has accepted a cancellation that was requested after `moment`, to the seconds since then.
   * @param {number} moment
   */
  async function cancelsAgain(moment) {
    const isGood = (/** @type {Attempt} */ { at, answer }) => at >= moment && answer?.status === 201;
    const seen = () =>
      members.map((_, by) => attempts.find((attempt) => attempt.by === by && isGood(attempt))?.answeredAt);
    while (seen().includes(undefined) && performance.now() < moment + recoveryTimeoutMs) await sleep(50);
    return Math.max(...seen().map((time) => (time ?? performance.now()) - moment)) / 1_000;
  }

  /**
   * Resolves once no record of an attempt before `moment` is open, to the seconds since then.
   * @param {number} moment
   */
  async function nothingIsOpen(moment) {
    const before = new Set(attempts.filter(({ at }) => at < moment).map(({ id }) => id));
    for (;;) {
      const answer = await read('/api/cancellations?outcome=open&limit=200');
      /** @type {{ id: string }[] | undefined} */
      const items = answer?.status === 200 ? JSON.parse(answer.body).items : undefined;
      if (items?.some(({ id }) => before.has(id)) === false || performance.now() > moment + recoveryTimeoutMs)
        return (performance.now() - moment) / 1_000;
      await sleep(100);
    }
  }

  /** Compares what Fuse, the journal and the answer say of an attempt. @param {Attempt} attempt */
  async function check({ id, deploymentId, answer, isFrozen }) {
    const sent = fuse.deletes.get(`${applicationId}/${deploymentId}`) ?? 0;
    const journal = await read(`/api/cancellations/${id}`);
    const record = journal?.status === 200 ? JSON.parse(journal.body) : null;
    const shown = answer?.status === 201 ? JSON.parse(answer.body) : null;
    const where = `${id} (answered ${answer?.status ?? 'nothing'}, sent ${sent} times, now ${record?.outcome ?? 'no record'})`;
    if (sent > 1) return { double: where };
    if (sent === 1 && record === null) return { loss: `${where}: sent, and not in the journal` };
    if (shown !== null && record === null) return { loss: `${where}: acknowledged, and not in the journal` };
    if (record !== null && record.outcome === null) return { loss: `${where}: open for ever` };
    if (sent === 1 && ['not_sent', 'refused'].includes(record?.outcome)) return { loss: `${where}: denied` };
    if (sent === 0 && record?.outcome === 'accepted') return { loss: `${where}: invented` };
    if (shown?.journaled === true && shown.outcome !== record?.outcome)
      return { loss: `${where}: shown as ${shown.outcome}` };
    const isForgotten = shown?.outcome === 'accepted' && record?.outcome === 'unknown' && !isFrozen;
    return { record, forgotten: isForgotten ? where : undefined };
  }

  const fleet = {
    size: consoles,
    relays,
    file,
    /** @param {number} index @param {NodeJS.Signals} signal */
    signal(index, signal) {
      // A record that another console settles meanwhile stays unknown, whatever Fuse answers to the frozen console.
      for (const attempt of attempts)
        if (attempt.by === index && attempt.answer === undefined) attempt.isFrozen = true;
      process.kill(members[index]?.pid ?? 0, signal);
    },
    /** @param {number} index @param {NodeJS.Signals} signal */
    async end(index, signal) {
      const member = members[index];
      if (member === undefined) return;
      member.isEnded = true;
      await member.stop(signal);
    },
    /** @param {number} index */
    async begin(index) {
      try {
        const member = await start(index);
        void watch(member);
        members[index] = member;
      } catch (error) {
        faults.push(`a console did not start: ${String(error)}`);
      }
    },
    /**
     * Causes a fault and waits for recovery. Resolves to the seconds from the fault's end until every console cancels
     * again, and until no earlier record is open.
     * @param {import('./database-faults.mjs').Fault} fault
     * @param {number} milliseconds
     */
    async suffer(fault, milliseconds) {
      await sleep(1_000);
      await fault(fleet, milliseconds);
      const moment = performance.now();
      return Promise.all([cancelsAgain(moment), nothingIsOpen(moment)]);
    },
    async finish() {
      over.abort();
      await Promise.all(work);
      await nothingIsOpen(performance.now());
      const results = [];
      for (const attempt of attempts) results.push(await check(attempt));
      const losses = results.flatMap(({ loss }) => loss ?? []);
      const doubles = results.flatMap(({ double }) => double ?? []);
      faults.push(...losses.map((loss) => `lost: ${loss}`), ...doubles.map((double) => `double: ${double}`));
      faults.push(
        ...results.flatMap(({ forgotten }) => forgotten ?? []).map((attempt) => `thrown away: ${attempt}`),
      );
      const outcomes = results.flatMap(({ record }) => record?.outcome ?? []);
      return {
        counts: {
          tries: attempts.length,
          DELETEs: [...fuse.deletes.values()].reduce((sum, count) => sum + count, 0),
          records: outcomes.length,
          'of them unknown': outcomes.filter((outcome) => outcome === 'unknown').length,
          lost: losses.length,
          doubled: doubles.length,
        },
        faults,
      };
    },
    async stop() {
      over.abort();
      for (let index = 0; index < consoles; index += 1) await fleet.end(index, 'SIGKILL');
      for (const relay of relays) relay.close();
      fuse.close();
    },
  };
  return fleet;
}
