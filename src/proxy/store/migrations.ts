import { outOfTurn, overlapping } from './claim-rules';
import type { Dialect } from './dialect';
import { fifth } from './migration-5';
import { sixth } from './migration-6';
import { seventh } from './migration-7';

/** Version 1: an event for each step of a record's life, and no way back. */
function journalTriggers({ trigger, refuse }: Dialect): string[] {
  const final = {
    shared: 'final',
    statement: refuse('a settled cancellation never changes, and none is ever deleted'),
  };
  return [
    ...trigger({
      ...final,
      name: 'cancellations_final',
      event: `BEFORE UPDATE OF ${finalColumns} ON cancellations`,
      when: 'OLD.outcome IS NOT NULL',
    }),
    ...trigger({ ...final, name: 'cancellations_kept', event: 'BEFORE DELETE ON cancellations' }),
    ...trigger({
      name: 'cancellations_settled',
      shared: 'settled',
      event: 'AFTER UPDATE OF outcome ON cancellations',
      when: 'NEW.outcome IS NOT NULL',
      statement: `INSERT INTO events (realm, type, kind, cancellation_id, at)
        VALUES (NEW.realm, 'cancellation', 'settled', NEW.id, NEW.settled_at)`,
    }),
  ];
}

/** Version 2: the same of batches. After each event of a batch's cancellation comes one of the batch: its counts changed. */
function batchTriggers({ trigger, refuse }: Dialect): string[] {
  const final = {
    shared: 'batch_final',
    statement: refuse('a batch that is over never changes, nor what belongs to it'),
  };
  return [
    ...trigger({
      ...final,
      name: 'batches_final',
      event: 'BEFORE UPDATE ON batches',
      when: `OLD.state <> 'running'`,
    }),
    ...trigger({
      ...final,
      name: 'cancellations_batch_final',
      event: 'BEFORE UPDATE OF batch_id ON cancellations',
    }),
    ...trigger({
      name: 'events_of_batch',
      shared: 'batch_changed',
      event: 'AFTER INSERT ON events',
      when: `NEW.kind IN ('requested', 'settled')`,
      statement: `INSERT INTO events (realm, type, kind, batch_id, at)
        SELECT NEW.realm, 'batch', 'changed', batch_id, NEW.at FROM cancellations
        WHERE id = NEW.cancellation_id AND batch_id IS NOT NULL`,
    }),
  ];
}

/** What of a record is final once it is settled: all but its confirmation, which can be withdrawn. */
const finalColumns = `seq, id, realm, application_id, deployment_id, application_name, deployment_name,
  environment, person, reason, outcome, undocumented, status, message, retry_after, cause, requested_at,
  sent_at, answered_at, settled_at, upstream, instance, search`;

/**
 * The schema's history: version n is the n-th entry. An entry that was released is never edited; a change
 * is a new entry.
 */
export const migrations: ((dialect: Dialect) => string[])[] = [
  first,
  batches,
  savedListIndex,
  fourth,
  fifth,
  sixth,
  seventh,
];

/** Throws for a database whose tables this console does not know, in words for a person. */
export function requireKnownVersion(version: number): void {
  if (version > migrations.length)
    throw new Error(
      `it was written by a newer console (its format is ${version}, this console knows ${migrations.length}).`,
    );
}

function first(dialect: Dialect): string[] {
  const { serial, integer, text, journalRules } = dialect;
  return [
    `CREATE TABLE applications (
      realm ${text} NOT NULL,
      application_id ${text} NOT NULL,
      name ${text} NOT NULL,
      PRIMARY KEY (realm, application_id)
    )`,
    `CREATE TABLE deployments (
      realm ${text} NOT NULL,
      application_id ${text} NOT NULL,
      deployment_id ${text} NOT NULL,
      name ${text} NOT NULL,
      environment ${text} NOT NULL,
      tags ${text} NOT NULL,
      note ${text},
      PRIMARY KEY (realm, application_id, deployment_id),
      FOREIGN KEY (realm, application_id) REFERENCES applications (realm, application_id) ON DELETE CASCADE
    )`,
    `CREATE TABLE cancellations (
      seq ${serial},
      id ${text} NOT NULL UNIQUE CHECK (id = lower(id)),
      realm ${text} NOT NULL,
      application_id ${text} NOT NULL,
      deployment_id ${text} NOT NULL,
      application_name ${text} NOT NULL,
      deployment_name ${text} NOT NULL,
      environment ${text} NOT NULL,
      person ${text} NOT NULL,
      reason ${text},
      outcome ${text} CHECK (outcome IN ('accepted', 'refused', 'not_sent', 'unknown')),
      undocumented ${integer} NOT NULL DEFAULT 0,
      status ${integer},
      message ${text},
      retry_after ${text},
      cause ${text},
      requested_at ${text} NOT NULL,
      sent_at ${text},
      answered_at ${text},
      settled_at ${text},
      upstream ${text} NOT NULL,
      confirmed_by ${text},
      confirmed_at ${text},
      confirmed_note ${text},
      instance ${integer} NOT NULL,
      search ${text} NOT NULL,
      CHECK ((outcome IS NULL) = (settled_at IS NULL)),
      CHECK (outcome IS NOT NULL OR confirmed_at IS NULL)
    )`,
    // The single flight: at most one open cancellation of a deployment, whoever asks and from wherever.
    `CREATE UNIQUE INDEX cancellations_open ON cancellations (realm, application_id, deployment_id)
      WHERE outcome IS NULL`,
    `CREATE INDEX cancellations_deployment ON cancellations (realm, application_id, deployment_id, seq)`,
    `CREATE INDEX cancellations_application ON cancellations (realm, application_id, seq)`,
    `CREATE INDEX cancellations_by_deployment_id ON cancellations (realm, deployment_id, seq)`,
    `CREATE INDEX cancellations_person ON cancellations (realm, person, seq)`,
    `CREATE INDEX cancellations_outcome ON cancellations (realm, outcome, seq)`,
    `CREATE INDEX cancellations_requested ON cancellations (realm, requested_at, seq)`,
    `CREATE INDEX cancellations_realm ON cancellations (realm, seq, requested_at)`,
    `CREATE INDEX cancellations_to_confirm ON cancellations (realm, seq)
      WHERE outcome IS NOT NULL AND confirmed_at IS NULL`,
    `CREATE INDEX cancellations_confirmed ON cancellations (realm, seq) WHERE confirmed_at IS NOT NULL`,
    `CREATE TABLE events (
      seq ${serial},
      realm ${text} NOT NULL,
      type ${text} NOT NULL,
      kind ${text} NOT NULL,
      cancellation_id ${text},
      key ${text} UNIQUE,
      at ${text} NOT NULL,
      person ${text},
      detail ${text}
    )`,
    `CREATE INDEX events_realm ON events (realm, seq)`,
    `CREATE INDEX events_cancellation ON events (cancellation_id, seq)`,
    `CREATE TABLE sessions (
      realm ${text} NOT NULL,
      id_hash ${text} NOT NULL,
      person ${text} NOT NULL,
      role ${text} NOT NULL,
      token_hash ${text} NOT NULL,
      expires_at ${text} NOT NULL,
      PRIMARY KEY (realm, id_hash)
    )`,
    `CREATE TABLE seeded (realm ${text} PRIMARY KEY, at ${text} NOT NULL)`,
    `CREATE TABLE instances (instance ${serial}, started_at ${text} NOT NULL)`,
    `CREATE TABLE health (id ${integer} PRIMARY KEY, checks bigint NOT NULL)`,
    ...journalTriggers(dialect),
    ...journalRules,
  ];
}

function batches(dialect: Dialect): string[] {
  const { serial, integer, text, inTurnRule, batchRules } = dialect;
  return [
    `ALTER TABLE cancellations ADD COLUMN batch_id ${text}`,
    `ALTER TABLE events ADD COLUMN batch_id ${text}`,
    `CREATE INDEX cancellations_batch ON cancellations (batch_id, seq) WHERE batch_id IS NOT NULL`,
    `CREATE TABLE batches (
      seq ${serial},
      id ${text} NOT NULL UNIQUE CHECK (id = lower(id)),
      realm ${text} NOT NULL,
      person ${text} NOT NULL,
      reason ${text},
      requested_at ${text} NOT NULL,
      finished_at ${text},
      state ${text} NOT NULL CHECK (state IN ('running', 'finished', 'stopped', 'interrupted')),
      stopped_by ${text},
      stop_reason ${text},
      pause_ms ${integer} NOT NULL,
      instance ${integer} NOT NULL,
      CHECK ((state = 'running') = (finished_at IS NULL))
    )`,
    `CREATE INDEX batches_realm ON batches (realm, seq)`,
    `CREATE INDEX batches_running ON batches (instance) WHERE state = 'running'`,
    `CREATE TABLE batch_targets (
      batch_id ${text} NOT NULL REFERENCES batches (id),
      position ${integer} NOT NULL,
      application_id ${text} NOT NULL,
      deployment_id ${text} NOT NULL,
      application_name ${text} NOT NULL,
      deployment_name ${text} NOT NULL,
      environment ${text} NOT NULL,
      cancellation_id ${text} NOT NULL UNIQUE,
      not_tried_reason ${text},
      blocked_by ${text},
      blocked_by_id ${text},
      PRIMARY KEY (batch_id, position),
      UNIQUE (batch_id, application_id, deployment_id)
    )`,
    ...inTurnRule(outOfTurn),
    ...batchTriggers(dialect),
    ...batchRules,
  ];
}

/** The newest change of the saved list is asked for with each request for it, among all other events. */
function savedListIndex(): string[] {
  return [`CREATE INDEX events_applications ON events (realm, seq) WHERE type = 'applications'`];
}

function fourth(dialect: Dialect): string[] {
  const { text, leaseRules, inTurnRule } = dialect;
  return [
    ...leaseRules,
    `ALTER TABLE cancellations ADD COLUMN despite ${text}`,
    // Each claim looks for the running batches, among all that ever ran.
    `CREATE INDEX batches_running_realm ON batches (realm) WHERE state = 'running'`,
    // Sessions that have expired are looked for at each sign-in.
    `CREATE INDEX sessions_expiry ON sessions (expires_at)`,
    ...inTurnRule(`(${outOfTurn}) OR (${overlapping(dialect)})`),
  ];
}
