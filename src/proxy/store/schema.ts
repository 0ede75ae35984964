import type { Generated } from 'kysely';
import type {
  BatchState,
  ChangeKind,
  Cancellation,
  HistoryEntry,
  NotTriedReason,
  Role,
  StopReason,
} from '../../contract';
import type { Realm } from './store';

/** The tables as Kysely sees them; `migrations.ts` makes them. Instants are ISO text, flags are 0 or 1. */
export interface Tables {
  /** `account` is '' in the sandbox, and of a list that no live account has taken over yet. */
  applications: { realm: Realm; account: string; application_id: string; name: string };
  deployments: {
    realm: Realm;
    account: string;
    application_id: string;
    deployment_id: string;
    name: string;
    environment: string;
    /** A JSON array of strings. */
    tags: string;
    note: string | null;
    /** Why nobody may cancel; null: it is not protected. */
    protected_reason: string | null;
    protected_by: string | null;
    protected_at: string | null;
    /** The environment before it was last changed, to which one, by whom and when; null where it never was. */
    environment_before: string | null;
    environment_changed_to: string | null;
    environment_changed_by: string | null;
    environment_changed_at: string | null;
  };
  cancellations: CancellationsTable;
  batches: {
    seq: Generated<number>;
    id: string;
    realm: Realm;
    /** The Fuse account of its console; null in the sandbox, and where an older release wrote it. */
    account: string | null;
    person: string;
    reason: string | null;
    requested_at: string;
    finished_at: string | null;
    state: BatchState;
    stopped_by: string | null;
    stop_reason: StopReason | null;
    pause_ms: number;
    instance: number;
  };
  /** What a target's cancellation says of it is not said here again: its record is the truth. */
  batch_targets: {
    batch_id: string;
    position: number;
    application_id: string;
    deployment_id: string;
    application_name: string;
    deployment_name: string;
    environment: string;
    cancellation_id: string;
    not_tried_reason: NotTriedReason | null;
    blocked_by: string | null;
    blocked_by_id: string | null;
  };
  events: {
    seq: Generated<number>;
    realm: Realm;
    type: 'cancellation' | 'applications' | 'batch';
    kind: HistoryEntry['kind'] | 'changed';
    cancellation_id: string | null;
    batch_id: string | null;
    /** A verification's own ID, so that none is kept twice. */
    key: string | null;
    at: string;
    person: string | null;
    /** JSON, or null. */
    detail: string | null;
  };
  sessions: {
    realm: Realm;
    id_hash: string;
    person: string;
    via: 'link' | 'oidc';
    /** Of a link's session only. */
    role: Role | null;
    token_hash: string | null;
    /** Of a session of OpenID Connect only; `groups` is a JSON array of strings. */
    issuer: string | null;
    subject: string | null;
    groups: string | null;
    /** Null where an older release wrote the session. */
    created_at: string | null;
    last_used_at: string | null;
    expires_at: string;
  };
  /** Each key of a script that was ever in force, by its hash, and when it was last used. */
  known_keys: { realm: Realm; sha256: string; name: string; last_used_at: string | null };
  /** The time before which rows of a kind may be deleted. */
  retention: { realm: Realm; kind: 'records' | 'changes'; before: string };
  /** Append-only. */
  changes: {
    seq: Generated<number>;
    realm: Realm;
    /** Null in the sandbox. */
    account: string | null;
    at: string;
    /** Null where the console itself did it. */
    person: string | null;
    kind: ChangeKind;
    application_id: string | null;
    deployment_id: string | null;
    /** JSON, or null where there was or is nothing. */
    before: string | null;
    after: string | null;
    detail: string | null;
    /** A random number, where it has parts, as an import has. */
    parts: number | null;
    /**
     * The `parts` of the change that it is a part of; null where it stands by itself. Parts are written first, and are no
     * changes until there is the change that they are parts of.
     */
    part_of: number | null;
  };
  pins: { realm: Realm; account: string; person: string; application_id: string; deployment_id: string };
  seeded: { realm: Realm; at: string };
  /** One row for each start of a console: its number marks the cancellations it claims. */
  instances: { instance: Generated<number>; started_at: string };
  /** One row, counted up to learn whether a durable write works. */
  health: { id: number; checks: number };
}

export interface CancellationsTable {
  seq: Generated<number>;
  id: string;
  batch_id: string | null;
  realm: Realm;
  /** The Fuse account it was sent with; null in the sandbox, and where an older release wrote the record. */
  account: string | null;
  application_id: string;
  deployment_id: string;
  application_name: string;
  deployment_name: string;
  environment: string;
  person: string;
  reason: string | null;
  outcome: Cancellation['outcome'];
  undocumented: number;
  status: number | null;
  message: string | null;
  retry_after: string | null;
  cause: Cancellation['cause'];
  requested_at: string;
  sent_at: string | null;
  answered_at: string | null;
  settled_at: string | null;
  upstream: string;
  confirmed_by: string | null;
  confirmed_at: string | null;
  confirmed_note: string | null;
  instance: number;
  /** Until when somebody should confirm the outcome, and `another` where that must not be its own person. */
  review_due_at: string | null;
  review_by: 'another' | null;
  /** When it was noticed that nobody had confirmed the outcome in time; stays after a confirmation that is late. */
  review_overdue_at: string | null;
  /** IDs, each with a space after it, of what its person knew and cancelled in spite of; null: not compared. */
  despite: string | null;
  /** Every searchable text of the record in lower case, one a line. */
  search: string;
}
