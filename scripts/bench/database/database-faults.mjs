import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { holdWriter } from '../crash/crash-journal.mjs';

/**
 * Causes a fault for about the given time and resolves at its end. Repairs that go on afterwards, such as the start of a
 * console, count as recovery.
 * @typedef {import('./database-fleet.mjs').Fleet} Fleet
 * @typedef {(fleet: Fleet, milliseconds: number) => Promise<void>} Fault
 */

/**
 * @param {import('../../lib/tcp-relay.mjs').RelayMode} mode
 * @param {'first' | 'all'} whose
 * @returns {Fault}
 */
const line = (mode, whose) => async (fleet, milliseconds) => {
  const relays = whose === 'all' ? fleet.relays : fleet.relays.slice(0, 1);
  await Promise.all(relays.map((relay) => relay.set(mode)));
  await sleep(milliseconds);
  await Promise.all(relays.map((relay) => relay.set('pass')));
};

/** @type {Fault} */
const killed = async (fleet) => {
  await fleet.end(0, 'SIGKILL');
  void fleet.begin(0);
};

/** Restarts one console after the other, as an update does. @type {Fault} */
const rollingRestart = async (fleet) => {
  for (let index = 0; index < fleet.size; index += 1) {
    await fleet.end(index, 'SIGTERM');
    await fleet.begin(index);
  }
};

/** Longer than the other consoles wait for a heartbeat. @type {Fault} */
const frozen = async (fleet) => {
  fleet.signal(0, 'SIGSTOP');
  await sleep(40_000);
  fleet.signal(0, 'SIGCONT');
};

/** @type {Fault} */
const frozenShortly = async (fleet, milliseconds) => {
  fleet.signal(0, 'SIGSTOP');
  await sleep(milliseconds);
  fleet.signal(0, 'SIGCONT');
};

/**
 * @param {Awaited<ReturnType<typeof import('../../lib/postgres-server.mjs').startPostgres>>} server
 * @returns {Record<string, Fault>}
 */
export function postgresFaults(server) {
  /** @type {(mode: 'fast' | 'immediate') => Fault} */
  const restart = (mode) => async (_, milliseconds) => {
    server.stop(mode);
    await sleep(milliseconds);
    server.start();
  };
  return {
    'one console’s line holds everything back': line('hold', 'first'),
    'one console’s line is cut': line('cut', 'first'),
    'one console’s line swallows everything': line('blackhole', 'first'),
    'every line is cut': line('cut', 'all'),
    'every line swallows everything': line('blackhole', 'all'),
    'every connection is reset': (fleet) => {
      for (const relay of fleet.relays) relay.reset();
      return Promise.resolve();
    },
    'the server ends every session': async () => {
      const admin = new Client({ connectionString: server.url });
      await admin.connect();
      await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fuse-cancel-console'`,
      );
      await admin.end();
    },
    'the server is restarted': restart('fast'),
    'the server crashes': restart('immediate'),
    'a console is killed and started again': killed,
    'a console is frozen for 40 s': frozen,
    'every console is restarted, one after the other': rollingRestart,
  };
}

/** @type {Record<string, Fault>} */
export const sqliteFaults = {
  'another program holds the file’s lock': async (fleet, milliseconds) => {
    const release = holdWriter(fleet.file);
    await sleep(milliseconds);
    release();
  },
  'the console is killed and started again': killed,
  'the console is frozen': frozenShortly,
  'the console is restarted': rollingRestart,
};
