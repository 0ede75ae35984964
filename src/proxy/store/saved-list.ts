import { sql, type Kysely } from 'kysely';
import { deploymentKey, isOfAccount } from '../../contract';
import { inTurns } from '../run/next-turn';
import type { Backend } from './backend';
import type { NewChange } from './change-store';
import { addChange } from './changes';
import { findSavedDeployments, findTwins, toJsonChunks } from './deployment-lookup';
import {
  applyChange,
  isSingleEdit,
  prepareChange,
  readSavedVersion,
  recordDeployments,
  recordParts,
} from './saved-changes';
import { createListWriter } from './saved-list-writer';
import { parseTags, readApplications, readDeployments } from './saved-list-queries';
import { recordRemovedDeployments, recordSavedApplications } from './saved-list-record';
import type { Tables } from './schema';
import type { ListOwner, SaveConditions, SavedChangeResult, SavedListStore, SaveResult } from './store';
import { deploymentFields, oneRow, upsertApplications, upsertDeployments } from './upsert-entries';

/** The saved applications and deployments of one account. */
export function createSavedList(backend: Backend, owner: ListOwner, now: () => Date): SavedListStore {
  const { realm, account } = owner;
  const { db, jsonRows, json } = backend;
  const { change, changeMany } = createListWriter(backend, owner, now);

  async function savedNameOf(tx: Kysely<Tables>, applicationId: string): Promise<string | undefined> {
    const row = await tx
      .selectFrom('applications')
      .select('name')
      .where((eb) => eb.and({ realm, account, application_id: applicationId }))
      .executeTakeFirst();
    return row?.name;
  }

  return {
    listApplications: () => readApplications(db, owner),

    async findApplication(applicationId) {
      return (await readApplications(db, owner, applicationId))[0] ?? null;
    },

    async getDeploymentView(applicationId, deploymentId) {
      return (await readDeployments(db, owner, { applicationId, deploymentId }))[0] ?? null;
    },

    async getDeploymentNames(applicationId, deploymentId) {
      const target = { applicationId, deploymentId };
      const saved = await findSavedDeployments(db, jsonRows, owner, [target]);
      const row = saved.get(deploymentKey(target));
      if (row === undefined) return null;
      const { note: _, protectedReason: __, ...names } = row;
      return names;
    },

    async getDeploymentValues(targets) {
      const saved = await findSavedDeployments(db, jsonRows, owner, targets);
      return targets.map((target) => {
        const row = saved.get(deploymentKey(target));
        if (row === undefined || !isOfAccount({ account: null, ...target }, account)) return null;
        const { deploymentName: name, environment, tags, note, protectedReason } = row;
        return { name, environment, tags, note, ...(protectedReason !== null && { protectedReason }) };
      });
    },

    findTwins: (target) => findTwins(db, owner, target),

    async listVersion() {
      const row = await db
        .selectFrom('events')
        .select(['seq', 'at'])
        .where('realm', '=', realm)
        .where('type', '!=', 'batch')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      // A database that was put back gives a number again, but not at the same time.
      return `${row?.seq ?? 0}-${row?.at ?? ''}`;
    },

    savedVersion: () => readSavedVersion(db, realm),

    async applyListChanges(wanted) {
      const prepared = await prepareChange(backend, wanted);
      const { kind, person } = prepared.record;
      const isEmpty = wanted.applications.length + wanted.deployments.length === 0;
      const hasChanged = (result: SavedChangeResult) => result.kind === 'changed' && !isEmpty;
      const detail = kind === 'list_restored' ? { undo: true } : null;
      try {
        if (isSingleEdit(wanted))
          return await change(
            person,
            (tx, at) => applyChange(tx, backend, { owner, at, person, parts: null, detail }, prepared),
            hasChanged,
          );
        return await changeMany(
          person,
          (on, whole) => recordParts(on, json, whole, prepared),
          (tx, whole, recorded) => applyChange(tx, backend, whole, prepared, recorded),
          hasChanged,
        );
      } finally {
        for (const staged of [prepared.applications, prepared.saved, prepared.removed]) await staged.drop();
      }
    },

    saveApplication(applicationId, { name, seen }, conditions, by = null) {
      const work = async (tx: Kysely<Tables>, at: string) => {
        const saved = await savedNameOf(tx, applicationId);
        const isSeen = saved === undefined || seen === undefined || saved === seen.name;
        const result = isSeen ? saveResult(saved !== undefined, conditions) : 'unseen';
        if (isWritten(result)) {
          const row = oneRow([applicationId, name]);
          await recordSavedApplications(tx, json, { owner, at, person: by, parts: null }, row);
          await upsertApplications(tx, owner, row);
        }
        return result;
      };
      return change(by, work, isWritten);
    },

    removeApplication(applicationId, by = null, check) {
      return changeMany(
        by,
        async (on, whole) => {
          // It may have thousands of deployments.
          const [application] = await readApplications(on, owner, applicationId);
          // By the list as it is in the transaction: where that is another one by then, all of this is done anew.
          check?.(application?.deployments ?? []);
          const ids = application?.deployments.map(({ deploymentId }) => [deploymentId]) ?? [];
          for await (const chunk of inTurns(await toJsonChunks(ids), 1))
            await recordRemovedDeployments(
              on,
              json,
              whole,
              sql`d.application_id = ${applicationId}
                AND d.deployment_id IN (SELECT value ->> 0 FROM ${jsonRows(chunk)})`,
            );
          return application;
        },
        async (tx, { at, parts }, application) => {
          if (application === undefined) return null;
          const removed: NewChange = {
            kind: 'application_removed',
            person: by,
            applicationId,
            before: { name: application.name },
            detail: { deployments: application.deployments.length },
          };
          await addChange(tx, owner, at, removed, parts);
          await tx
            .deleteFrom('applications')
            .where((eb) => eb.and({ realm, account, application_id: applicationId }))
            .execute();
          return application;
        },
        (removed) => removed !== null,
      );
    },

    saveDeployment(applicationId, deploymentId, input, conditions, by = null, check) {
      const key = { realm, account, application_id: applicationId, deployment_id: deploymentId };
      const work = async (tx: Kysely<Tables>, at: string) => {
        if ((await savedNameOf(tx, applicationId)) === undefined) return 'no_application';
        const saved = await tx
          .selectFrom('deployments')
          .select(['environment', 'tags', 'protected_reason'])
          .where((eb) => eb.and(key))
          .executeTakeFirst();
        const ids = { applicationId, deploymentId };
        if (saved !== undefined)
          check?.({ ...ids, environment: saved.environment, tags: parseTags(saved.tags) });
        else if (check) for (const twin of await findTwins(tx, owner, ids)) check(twin);
        const result = saveResult(saved !== undefined, conditions);
        if (isWritten(result)) {
          const { name, environment, tags, note } = deploymentFields(input);
          const { protectedReason = saved?.protected_reason ?? null } = input;
          const row = oneRow([applicationId, deploymentId, name, environment, tags, note, protectedReason]);
          const whole = { owner, at, person: by, parts: null };
          const environmentChanges = await recordDeployments(tx, json, whole, row);
          await upsertDeployments(tx, jsonRows, whole, [row], environmentChanges);
        }
        return result;
      };
      return change(by, work, isWritten);
    },

    removeDeployment(applicationId, deploymentId, by = null, check) {
      return change(
        by,
        async (tx, at) => {
          const whole = { owner, at, person: by, parts: null };
          const isIt = sql`d.application_id = ${applicationId} AND d.deployment_id = ${deploymentId}`;
          await recordRemovedDeployments(tx, json, whole, isIt);
          const [deployment = null] = await readDeployments(tx, owner, { applicationId, deploymentId });
          if (deployment !== null) check?.([deployment]);
          const key = { realm, account, application_id: applicationId, deployment_id: deploymentId };
          await tx
            .deleteFrom('deployments')
            .where((eb) => eb.and(key))
            .execute();
          return deployment;
        },
        (removed) => removed !== null,
      );
    },

    async seed(applications) {
      await change(
        null,
        async (tx) => {
          const seeded = await tx
            .insertInto('seeded')
            .values({ realm, at: now().toISOString() })
            .onConflict((conflict) => conflict.doNothing())
            .returning('realm')
            .executeTakeFirst();
          if (seeded === undefined) return false;
          // A list that a person has begun already is left alone, entry by entry.
          for (const { applicationId, name, deployments } of applications) {
            const key = { realm, account, application_id: applicationId };
            await tx
              .insertInto('applications')
              .values({ ...key, name })
              .onConflict((conflict) => conflict.doNothing())
              .execute();
            for (const { deploymentId, ...input } of deployments)
              await tx
                .insertInto('deployments')
                .values({ ...key, deployment_id: deploymentId, ...deploymentFields(input) })
                .onConflict((conflict) => conflict.doNothing())
                .execute();
          }
          return true;
        },
        (isSeeded) => isSeeded,
      );
    },
  };
}

function saveResult(isSaved: boolean, { onlyNew, onlySaved = false }: SaveConditions): SaveResult {
  if (!isSaved) return onlySaved ? 'missing' : 'created';
  return onlyNew ? 'exists' : 'updated';
}

function isWritten(result: SaveResult | 'no_application'): boolean {
  return result === 'created' || result === 'updated';
}
