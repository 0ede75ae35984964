import type { Dialect } from './dialect';

// Conditions, as SQL, for which a trigger does not let a new record `NEW` be written: nothing is sent then.

/**
 * True for a new record whose intent may not be written. Of a batch: unless it is this target's turn in a
 * running batch that nobody has stopped. Of no batch: when the ID is one that a batch has fixed for a target.
 */
export const outOfTurn = `CASE WHEN NEW.batch_id IS NULL
  THEN EXISTS (SELECT 1 FROM batch_targets WHERE cancellation_id = NEW.id)
  ELSE NOT EXISTS (SELECT 1 FROM batch_targets t JOIN batches b ON b.id = t.batch_id
    WHERE t.cancellation_id = NEW.id AND t.batch_id = NEW.batch_id AND t.not_tried_reason IS NULL
      AND t.application_id = NEW.application_id AND t.deployment_id = NEW.deployment_id
      AND b.realm = NEW.realm AND b.state = 'running' AND b.stop_reason IS NULL) END`;

/** Whether `NEW.despite` names an ID. */
const isNamed = (id: string) => `NEW.despite LIKE '%' || ${id} || ' %'`;

/**
 * True for a new record that would be a second DELETE beside what others do and its person does not know of: a running
 * batch that has the deployment waiting (said to a single cancellation only), or a cancellation just accepted.
 * `findOverlaps` says which. `andCounts`: a condition on the records and batches of a table that count, with its AND.
 */
export const overlapping = (
  { fiveMinutesBefore }: Dialect,
  andCounts: (table: string) => string = () => '',
) => `NEW.despite IS NOT NULL AND (
  EXISTS (SELECT 1 FROM (SELECT id, batch_id, settled_at FROM cancellations
      WHERE realm = NEW.realm AND application_id = NEW.application_id AND deployment_id = NEW.deployment_id
        AND outcome = 'accepted'${andCounts('cancellations')} ORDER BY seq DESC LIMIT 1) a
    WHERE a.settled_at > ${fiveMinutesBefore('NEW.requested_at')} AND NOT ${isNamed('a.id')}
      AND (a.batch_id IS NULL OR NOT ${isNamed('a.batch_id')}))
  OR (NEW.batch_id IS NULL AND EXISTS (SELECT 1 FROM batches b JOIN batch_targets t ON t.batch_id = b.id
    WHERE b.state = 'running' AND b.realm = NEW.realm AND b.stop_reason IS NULL${andCounts('b')}
      AND t.application_id = NEW.application_id AND t.deployment_id = NEW.deployment_id
      AND t.not_tried_reason IS NULL AND NOT ${isNamed('b.id')}
      AND NOT EXISTS (SELECT 1 FROM cancellations c WHERE c.id = t.cancellation_id))))`;

/**
 * The same of what the account of `NEW` does: what another account does to the same IDs is of another deployment. What
 * names no account counts for each, and a record without one is compared with all, as an older console's is.
 */
export const overlappingOwn = (dialect: Dialect) =>
  overlapping(dialect, (table) => ` AND (${table}.account <> NEW.account) IS NOT TRUE`);

/** True for a new record beside an open one where either names no account; the index refuses one beside its own account's. */
export const besideOpen = `EXISTS (SELECT 1 FROM cancellations o WHERE o.realm = NEW.realm
  AND o.application_id = NEW.application_id AND o.deployment_id = NEW.deployment_id AND o.outcome IS NULL
  AND (NEW.account IS NULL OR o.account IS NULL))`;

/** The deployment of `NEW` as it is saved in `d`. */
const isSavedAs = `d.realm = NEW.realm AND d.account = coalesce(NEW.account, '')
  AND d.application_id = NEW.application_id AND d.deployment_id = NEW.deployment_id`;

/** True for a new record of a deployment that somebody has protected. */
export const ofProtected = `EXISTS (SELECT 1 FROM deployments d WHERE ${isSavedAs}
  AND d.protected_reason IS NOT NULL)`;

/** True for a batch's new record of a deployment that is not saved any more as it was when the batch was confirmed. */
export const ofChanged = `(NEW.batch_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deployments d
  JOIN applications a ON a.realm = d.realm AND a.account = d.account AND a.application_id = d.application_id
  WHERE ${isSavedAs} AND d.name = NEW.deployment_name AND d.environment = NEW.environment
    AND a.name = NEW.application_name))`;
