import { besideOpen, ofChanged, ofProtected, outOfTurn, overlappingOwn } from './claim-rules';
import type { Dialect } from './dialect';

/** Version 6: what stands in the way of a claim is of its own account, with which a batch is put on record too; a used key is known by its hash. */
export function sixth(dialect: Dialect): string[] {
  const { text, inTurnRule } = dialect;
  return [
    `ALTER TABLE batches ADD COLUMN account ${text}`,
    // By it a key is known that has been removed from the configuration file.
    `ALTER TABLE key_uses ADD COLUMN sha256 ${text}`,
    'DROP INDEX cancellations_open',
    // The account last: whoever looks for open records of a deployment reads no others.
    `CREATE UNIQUE INDEX cancellations_open
      ON cancellations (realm, application_id, deployment_id, coalesce(account, '')) WHERE outcome IS NULL`,
    ...inTurnRule(
      `(${outOfTurn}) OR (${overlappingOwn(dialect)}) OR ${ofProtected} OR ${ofChanged} OR ${besideOpen}`,
    ),
  ];
}
