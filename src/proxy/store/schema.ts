import type { Generated } from 'kysely';
import type {
  BatchState,
  Cancellation,
  HistoryEntry,
  NotTriedReason,
  Role,
  StopReason,
} from '../../contract';
import type { Realm } from './store';

/** The tables as Kysely sees them; `migrations.ts` makes them. Instants are ISO text, flags are 0 or 1. */
export interface Tables {
  applications: { realm: Realm; application_id: string; name: string };
  deployments: {
    realm: Realm;
    application_id: string;
    deployment_id: string;
    name: string;
    environment: string;
    /** A JSON array of strings. */
    tags: string;
    note: string | null;
  };
  cancellations: CancellationsTable;
  batches: {
    seq: Generated<number>;
    id: string;
    realm: Realm;
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
    role: Role;
    token_hash: string;
    expires_at: string;
  };
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
  /** IDs, each with a space after it, of what its person knew and cancelled in spite of; null: not compared. */
  despite: string | null;
  /** Every searchable text of the record in lower case, one a line. */
  search: string;
}
