import { ofChanged, ofProtected, outOfTurn, overlapping } from './claim-rules';
import type { Dialect } from './dialect';

/** Nothing that was written down is deleted, but for what `retention` lets go. */
const isExpired = (kind: 'records' | 'changes', at: string) =>
  `EXISTS (SELECT 1 FROM retention r WHERE r.realm = OLD.realm AND r.kind = '${kind}' AND ${at} < r.before)`;

/** A part whose change was not carried out. */
const isAbandoned = `(OLD.part_of IS NOT NULL AND NOT EXISTS (SELECT 1 FROM changes w WHERE w.parts = OLD.part_of))`;

/** What of a record is final once it is settled: all but its confirmation, which can be withdrawn. */
const finalColumns = `seq, id, realm, account, application_id, deployment_id, application_name, deployment_name,
  environment, person, reason, outcome, undocumented, status, message, retry_after, cause, requested_at,
  sent_at, answered_at, settled_at, upstream, instance, search, review_due_at, review_by`;

/** A table under the name of an older one, whose columns it takes over. */
function rebuilt(table: string, columns: string, definition: (name: string) => string): string[] {
  return [
    definition(`${table}_new`),
    `INSERT INTO ${table}_new (${columns}) SELECT ${columns} FROM ${table}`,
  ];
}

/**
 * Version 5: who changed what; whose list it is; sessions of people who signed in elsewhere; keys of scripts; outcomes
 * that another person has to look at; what may be deleted after how long; and what each person has pinned.
 */
export function fifth(dialect: Dialect): string[] {
  return [
    ...accountsOfLists(dialect),
    ...moreOfSessions(dialect),
    ...moreOfRecords(dialect),
    ...changes(dialect),
    ...pins(dialect),
    ...dialect.accountRules,
  ];
}

/** A list of a time before this version belongs to the account '' until the first live account takes it over. */
function accountsOfLists({ text }: Dialect): string[] {
  const applications = rebuilt(
    'applications',
    'realm, application_id, name',
    (name) => `CREATE TABLE ${name} (
    realm ${text} NOT NULL,
    account ${text} NOT NULL DEFAULT '',
    application_id ${text} NOT NULL,
    name ${text} NOT NULL,
    PRIMARY KEY (realm, account, application_id)
  )`,
  );
  const columns = 'realm, application_id, deployment_id, name, environment, tags, note';
  const deployments = rebuilt(
    'deployments',
    columns,
    (name) => `CREATE TABLE ${name} (
    realm ${text} NOT NULL,
    account ${text} NOT NULL DEFAULT '',
    application_id ${text} NOT NULL,
    deployment_id ${text} NOT NULL,
    name ${text} NOT NULL,
    environment ${text} NOT NULL,
    tags ${text} NOT NULL,
    note ${text},
    protected_reason ${text},
    protected_by ${text},
    protected_at ${text},
    environment_before ${text},
    environment_changed_by ${text},
    environment_changed_at ${text},
    PRIMARY KEY (realm, account, application_id, deployment_id),
    FOREIGN KEY (realm, account, application_id) REFERENCES applications_new (realm, account, application_id)
      ON DELETE CASCADE ON UPDATE CASCADE,
    CHECK ((protected_reason IS NULL) = (protected_at IS NULL))
  )`,
  );
  return [
    ...applications,
    ...deployments,
    // The deployments first: they would go with their applications.
    'DROP TABLE deployments',
    'DROP TABLE applications',
    'ALTER TABLE applications_new RENAME TO applications',
    'ALTER TABLE deployments_new RENAME TO deployments',
  ];
}

function moreOfSessions({ text }: Dialect): string[] {
  return [
    ...rebuilt(
      'sessions',
      'realm, id_hash, person, role, token_hash, expires_at',
      (name) => `CREATE TABLE ${name} (
        realm ${text} NOT NULL,
        id_hash ${text} NOT NULL,
        person ${text} NOT NULL,
        via ${text} NOT NULL DEFAULT 'link',
        role ${text},
        token_hash ${text},
        issuer ${text},
        subject ${text},
        groups ${text},
        created_at ${text},
        last_used_at ${text},
        expires_at ${text} NOT NULL,
        PRIMARY KEY (realm, id_hash)
      )`,
    ),
    'DROP TABLE sessions',
    'ALTER TABLE sessions_new RENAME TO sessions',
    `CREATE INDEX sessions_expiry ON sessions (expires_at)`,
    `CREATE TABLE key_uses (
      realm ${text} NOT NULL,
      name ${text} NOT NULL,
      last_used_at ${text} NOT NULL,
      PRIMARY KEY (realm, name)
    )`,
  ];
}

function moreOfRecords(dialect: Dialect): string[] {
  const { text, dropTrigger, trigger, refuse, deletionRule, inTurnRule } = dialect;
  const message = 'a settled cancellation never changes, and is deleted after the time of retention only';
  return [
    `ALTER TABLE cancellations ADD COLUMN account ${text}`,
    `ALTER TABLE cancellations ADD COLUMN review_due_at ${text}`,
    `ALTER TABLE cancellations ADD COLUMN review_by ${text}`,
    `ALTER TABLE cancellations ADD COLUMN review_overdue_at ${text}`,
    `CREATE INDEX cancellations_to_review ON cancellations (realm, review_due_at)
      WHERE review_due_at IS NOT NULL AND review_overdue_at IS NULL AND confirmed_at IS NULL`,
    `CREATE INDEX cancellations_overdue ON cancellations (realm, seq)
      WHERE review_overdue_at IS NOT NULL AND confirmed_at IS NULL`,
    `CREATE TABLE retention (
      realm ${text} NOT NULL,
      kind ${text} NOT NULL CHECK (kind IN ('records', 'changes')),
      before ${text} NOT NULL,
      PRIMARY KEY (realm, kind)
    )`,
    dropTrigger('cancellations_final', 'cancellations'),
    ...trigger({
      name: 'cancellations_final',
      shared: 'final',
      event: `BEFORE UPDATE OF ${finalColumns} ON cancellations`,
      when: 'OLD.outcome IS NOT NULL',
      statement: refuse(message),
    }),
    ...deletionRule({
      table: 'cancellations',
      allowed: `OLD.outcome IS NOT NULL AND ${isExpired('records', 'OLD.requested_at')}`,
      message,
    }),
    ...inTurnRule(`(${outOfTurn}) OR (${overlapping(dialect)}) OR ${ofProtected} OR ${ofChanged}`),
  ];
}

function changes({ serial, text, trigger, refuse, deletionRule }: Dialect): string[] {
  const message = 'a change on record never changes, and is deleted after the time of retention only';
  return [
    `CREATE TABLE changes (
      seq ${serial},
      realm ${text} NOT NULL,
      account ${text},
      at ${text} NOT NULL,
      person ${text},
      kind ${text} NOT NULL,
      application_id ${text},
      deployment_id ${text},
      before ${text},
      after ${text},
      detail ${text},
      parts bigint,
      part_of bigint
    )`,
    // What belongs to an import or to an edit of several stands below it, and is in no other list but its deployment's.
    `CREATE INDEX changes_realm ON changes (realm, seq) WHERE part_of IS NULL`,
    `CREATE INDEX changes_at ON changes (realm, at, seq) WHERE part_of IS NULL`,
    `CREATE INDEX changes_person ON changes (realm, person, seq) WHERE part_of IS NULL`,
    `CREATE INDEX changes_kind ON changes (realm, kind, seq) WHERE part_of IS NULL`,
    `CREATE INDEX changes_entry ON changes (realm, application_id, deployment_id, seq)
      WHERE application_id IS NOT NULL`,
    `CREATE INDEX changes_part ON changes (part_of, seq) WHERE part_of IS NOT NULL`,
    `CREATE UNIQUE INDEX changes_whole ON changes (parts) WHERE parts IS NOT NULL`,
    // Each deployment that is saved is looked up here, however many changes it has.
    `CREATE INDEX changes_removed ON changes (realm, application_id, deployment_id, seq)
      WHERE kind = 'deployment_removed'`,
    ...trigger({
      name: 'changes_final',
      shared: 'change_final',
      event: 'BEFORE UPDATE ON changes',
      statement: refuse(message),
    }),
    ...deletionRule({
      table: 'changes',
      allowed: `${isExpired('changes', 'OLD.at')} OR ${isAbandoned}`,
      message,
    }),
  ];
}

/** A pin outlasts its deployment, which may be removed and brought back by an undo. */
function pins({ text }: Dialect): string[] {
  return [
    `CREATE TABLE pins (
      realm ${text} NOT NULL,
      account ${text} NOT NULL,
      person ${text} NOT NULL,
      application_id ${text} NOT NULL,
      deployment_id ${text} NOT NULL,
      PRIMARY KEY (realm, account, person, application_id, deployment_id)
    )`,
  ];
}
