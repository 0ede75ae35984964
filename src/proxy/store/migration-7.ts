import type { Dialect } from './dialect';

/**
 * Version 7: every key that was ever in force is known by its hash, also one that was never used or has a successor; a
 * change of a deployment's environment says to which one; and a deployment's records are found by index, however
 * few deployments stand in the journal.
 */
export function seventh({ text, lookedUpByIndex }: Dialect): string[] {
  return [
    `CREATE TABLE known_keys (
      realm ${text} NOT NULL,
      sha256 ${text} NOT NULL,
      name ${text} NOT NULL,
      PRIMARY KEY (realm, sha256)
    )`,
    `INSERT INTO known_keys (realm, sha256, name)
      SELECT realm, sha256, max(name) FROM key_uses WHERE sha256 IS NOT NULL GROUP BY realm, sha256`,
    'ALTER TABLE key_uses DROP COLUMN sha256',
    `ALTER TABLE deployments ADD COLUMN environment_changed_to ${text}`,
    ...lookedUpByIndex('cancellations', 'deployment_id'),
  ];
}
