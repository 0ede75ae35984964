import type { Dialect } from './dialect';

/**
 * Version 7: every key that was ever in force is known by its hash, with its last use, also one that was never used or
 * has another name by now; a change of a deployment's environment says to which one; and a deployment's records are
 * found by index, however few deployments stand in the journal.
 */
export function seventh({ text, lookedUpByIndex }: Dialect): string[] {
  return [
    `CREATE TABLE known_keys (
      realm ${text} NOT NULL,
      sha256 ${text} NOT NULL,
      name ${text} NOT NULL,
      last_used_at ${text},
      PRIMARY KEY (realm, sha256)
    )`,
    `INSERT INTO known_keys (realm, sha256, name, last_used_at)
      SELECT realm, sha256, max(name), max(last_used_at) FROM key_uses WHERE sha256 IS NOT NULL GROUP BY realm, sha256`,
    'DROP TABLE key_uses',
    `ALTER TABLE deployments ADD COLUMN environment_changed_to ${text}`,
    ...lookedUpByIndex('cancellations', 'deployment_id'),
  ];
}
