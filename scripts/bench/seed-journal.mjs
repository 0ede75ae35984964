import Database from 'libsql';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { runnerImport } from 'vite';
import { root } from '../lib/install.mjs';

/**
 * Creates a SQLite file whose journal holds as many records as after years of use.
 * @param {string} file
 * @param {number} records
 * @param {'sandbox' | 'live'} [realm]
 */
export async function seedJournal(file, records, realm = 'sandbox') {
  const { module } = await runnerImport(`${root}src/proxy/store/open.ts`, {
    configFile: false,
    logLevel: 'error',
  });
  const store = await module.openStore({
    databaseUrl: `file:${file}`,
    realm,
    now: () => new Date(),
  });
  await store.close();

  const db = new Database(file);
  db.exec('PRAGMA synchronous = OFF');
  const triggers = "FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";
  const [names, definitions] = ['name', 'sql'].map((column) =>
    db.prepare(`SELECT ${column} ${triggers}`).pluck().all().map(String),
  );
  // Row by row the triggers would take an hour; what they write is written at once below.
  for (const name of names ?? []) db.exec(`DROP TRIGGER ${name}`);
  db.exec(`BEGIN;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${records}),
    r AS (SELECT i, 1 + (i * 7919) % 10000 AS d, (i * 104729) % 1000 AS p,
      strftime('%Y-%m-%dT%H:%M:%S.000Z', 1700000000 + i * 60, 'unixepoch') AS at FROM n)
    INSERT INTO cancellations (id, realm, application_id, application_name, deployment_id, deployment_name,
      environment, person, reason, outcome, undocumented, status, message, requested_at, sent_at, answered_at,
      settled_at, upstream, instance, confirmed_by, confirmed_at, search)
    SELECT printf('%08x-0000-4000-8000-%012x', (i * 2654435761) % 4294967296, i), '${realm}',
      CAST(1001 + d % 100 AS TEXT), 'Application ' || (1 + d % 100),
      CAST(50000 + d AS TEXT), 'Deployment ' || d, 'production',
      CASE WHEN p = 1 THEN 'Rare person ' || (i % 50000) ELSE 'Person ' || (p % 40) END,
      CASE i % 3 WHEN 0 THEN 'wrong list of numbers' WHEN 1 THEN 'recording was broken' END,
      CASE WHEN i % 5000 = 7 THEN 'not_sent' WHEN i % 20 = 3 THEN 'refused'
        WHEN i % 100 = 9 THEN 'unknown' ELSE 'accepted' END,
      0, 202, CASE WHEN i % 20 = 3 THEN 'Deployment not found' WHEN i = 4242 THEN 'zyzzyva happened' END,
      at, at, at, at, 'fuse.plumvoice.com', 1,
      CASE WHEN i % 1000 THEN 'Sam' END, CASE WHEN i % 1000 THEN at END, '' FROM r;
    UPDATE cancellations SET search = lower(application_name || char(10) || application_id || char(10) ||
      deployment_name || char(10) || deployment_id || char(10) || id || char(10) || person || char(10) ||
      coalesce(reason, '') || char(10) || coalesce(message, ''));
    INSERT INTO cancellations_search (rowid, search) SELECT seq, search FROM cancellations;
    INSERT INTO events (realm, type, kind, cancellation_id, at, person)
      SELECT realm, 'cancellation', 'requested', id, requested_at, person FROM cancellations
      UNION ALL SELECT realm, 'cancellation', 'settled', id, settled_at, NULL FROM cancellations;
    COMMIT;`);
  for (const definition of definitions ?? []) db.exec(definition);
  db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  db.close();
}

/**
 * The same in an empty PostgreSQL database, as its superuser.
 * @param {string} url
 * @param {number} records
 * @param {'sandbox' | 'live'} [realm]
 */
export async function seedPostgres(url, records, realm = 'sandbox') {
  const { module } = await runnerImport(`${root}src/proxy/store/open.ts`, {
    configFile: false,
    logLevel: 'error',
  });
  const store = await module.openStore({ databaseUrl: url, realm, now: () => new Date() });
  await store.close();
  const client = new Client({ connectionString: url });
  await client.connect();
  // Without the triggers, which would take an hour.
  await client.query(`SET session_replication_role = replica;
    INSERT INTO cancellations (id, realm, application_id, application_name, deployment_id, deployment_name,
      environment, person, reason, outcome, status, requested_at, sent_at, answered_at, settled_at, upstream,
      instance, search)
    SELECT gen_random_uuid()::text, '${realm}', 1001 + d % 100, 'Application ' || (1 + d % 100), 50000 + d,
      'Deployment ' || d, 'production', 'Person ' || (i % 40), 'wrong list of numbers', 'accepted', 202, at, at, at, at,
      'fuse.plumvoice.com', 1, lower(concat_ws(chr(10), 'Application ' || (1 + d % 100), 1001 + d % 100,
        'Deployment ' || d, 50000 + d, 'Person ' || (i % 40), 'wrong list of numbers'))
    FROM (SELECT i, 1 + (i * 7919) % 10000 AS d,
      to_char(timestamp '2023-11-14' + i * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') AS at
      FROM generate_series(1::bigint, ${records}) i) AS made;
    INSERT INTO events (realm, type, kind, cancellation_id, at, person)
    SELECT realm, 'cancellation', 'requested', id, requested_at, person FROM cancellations
    UNION ALL SELECT realm, 'cancellation', 'settled', id, settled_at, NULL FROM cancellations`);
  // As it is in a database that was not filled a second ago: else the first reading of each page writes it again.
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
  await client.end();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , file, records = '1000000'] = process.argv;
  if (!file) {
    console.error('usage: node scripts/bench/seed-journal.mjs FILE [RECORDS]');
    process.exit(1);
  }
  await seedJournal(file, Number(records));
}
