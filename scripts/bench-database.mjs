import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { postgresFaults, sqliteFaults } from './bench/database/database-faults.mjs';
import { startFleet } from './bench/database/database-fleet.mjs';
import { findPostgres, startPostgres } from './lib/postgres-server.mjs';

// Several consoles on one database, with people who cancel all the time, and one fault after another: of the network
// between a console and its database, of the database server, of the consoles themselves. Afterwards the attempts, the
// DELETEs that Fuse received and the journal must agree.
//
// Usage: node scripts/bench-database.mjs [SECONDS]. Each fault lasts 6 seconds by default. Fewer than 3 seconds make it
// the short form: two consoles, fewer faults, and no limit on how long recovery takes.

const seconds = Number(process.argv[2] ?? 6);
const isShort = seconds < 3;
/** Faults that the short form leaves out, because they differ little from others or take long. */
const leftOut = /frozen|every line|is reset|server is restarted/;
/** The limit from the end of a fault until every console cancels again and no earlier record is open. */
const recoverySeconds = 10;

const programs = findPostgres();
if (programs === undefined) {
  console.error('PostgreSQL’s programs are not here (initdb, pg_ctl).');
  process.exit(1);
}

/** @type {string[]} */
const faults = [];
const folder = mkdtempSync(join(tmpdir(), 'console-database-'));
const server = await startPostgres(programs);
const begun = performance.now();

/**
 * @param {string} title
 * @param {import('./bench/database/database-fleet.mjs').FleetOptions} options
 * @param {Record<string, import('./bench/database/database-faults.mjs').Fault>} kinds
 */
async function run(title, options, kinds) {
  const fleet = await startFleet(options);
  try {
    console.log(`${title}:`);
    for (const [name, fault] of Object.entries(kinds)) {
      const recovered = await fleet.suffer(fault, 1_000 * seconds);
      const late = recovered.some((time) => time > recoverySeconds);
      console.log(`  ${name}: recovered after ${recovered.map((time) => time.toFixed(1)).join(' and ')} s`);
      if (late && !isShort) faults.push(`${title}, ${name}: recovered later than ${recoverySeconds} s`);
    }
    const { counts, faults: fleetFaults } = await fleet.finish();
    console.log(
      `  ${Object.entries(counts)
        .map(([what, count]) => `${count} ${what}`)
        .join(', ')}`,
    );
    faults.push(...fleetFaults.map((fault) => `${title}: ${fault}`));
  } finally {
    await fleet.stop();
  }
}

try {
  for (const consoles of isShort ? [2] : [2, 3]) {
    const admin = new Client({ connectionString: server.url });
    await admin.connect();
    await admin.query(`CREATE DATABASE console_${consoles}`);
    await admin.end();
    const database = { port: server.port, name: `console_${consoles}` };
    const kinds = Object.entries(postgresFaults(server)).filter(([name]) => !isShort || !leftOut.test(name));
    await run(`PostgreSQL, ${consoles} consoles`, { folder, consoles, database }, Object.fromEntries(kinds));
  }
  await run('SQLite, its one console', { folder, consoles: 1, database: null }, sqliteFaults);
} finally {
  server.remove();
  rmSync(folder, { recursive: true, force: true });
}

console.log(`in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
for (const fault of faults) console.error(`FAULT ${fault}`);
console.log(faults.length === 0 ? 'every check passed' : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
