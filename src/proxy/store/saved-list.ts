import { sql, type Kysely } from 'kysely';
import { deploymentKey, type DeploymentInput } from '../../contract';
import type { Backend } from './backend';
import { addChange } from './changes';
import { findSavedDeployments } from './deployment-lookup';
import { applyChange, prepareChange, readSavedVersion } from './saved-changes';
import { parseTags, readApplications, readDeployments } from './saved-list-queries';
import {
  recordRemovedDeployments,
  recordSavedApplications,
  recordSavedDeployments,
} from './saved-list-record';
import type { Tables } from './schema';
import type { ListOwner, SaveConditions, SavedListStore, SaveResult } from './store';
import { oneRow, upsertApplications, upsertDeployments } from './upsert-entries';
import { writeTransaction } from './write-lock';

/** The saved applications and deployments of one account. */
export function createSavedList(backend: Backend, owner: ListOwner, now: () => Date): SavedListStore {
  const { realm, account } = owner;
  const { db, changed, jsonRows, json } = backend;

  /** Runs a change and, in the same transaction, adds the event that tells of it, if something has changed. */
  async function change<T>(
    person: string | null,
    work: (tx: Kysely<Tables>, at: string) => Promise<T>,
    hasChanged: (result: T) => boolean,
  ): Promise<T> {
    const at = now().toISOString();
    const result = await writeTransaction(db, 'applications', async (tx) => {
      const done = await work(tx, at);
      if (hasChanged(done))
        await tx
          .insertInto('events')
          .values({ realm, type: 'applications', kind: 'changed', at, person })
          .execute();
      return done;
    });
    if (hasChanged(result)) changed();
    return result;
  }

  async function isSavedApplication(tx: Kysely<Tables>, applicationId: string): Promise<boolean> {
    const row = await tx
      .selectFrom('applications')
      .select('name')
      .where((eb) => eb.and({ realm, account, application_id: applicationId }))
      .executeTakeFirst();
    return row !== undefined;
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
        if (row === undefined) return null;
        const { deploymentName: name, environment, tags, note, protectedReason } = row;
        return { name, environment, tags, note, ...(protectedReason !== null && { protectedReason }) };
      });
    },

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
      const isEmpty = wanted.applications.length + wanted.deployments.length === 0;
      try {
        return await change(
          prepared.record.person,
          (tx, at) => applyChange(tx, json, owner, at, prepared),
          ({ kind }) => kind === 'changed' && !isEmpty,
        );
      } finally {
        for (const staged of [prepared.applications, prepared.saved, prepared.removed]) await staged.drop();
      }
    },

    saveApplication(applicationId, { name }, conditions, by = null) {
      const work = async (tx: Kysely<Tables>, at: string) => {
        const result = saveResult(await isSavedApplication(tx, applicationId), conditions);
        if (isWritten(result)) {
          const row = oneRow([applicationId, name]);
          await recordSavedApplications(tx, json, { owner, at, person: by, partOf: null }, row);
          await upsertApplications(tx, owner, row);
        }
        return result;
      };
      return change(by, work, isWritten);
    },

    async removeApplication(applicationId, by = null) {
      for (;;) {
        const version = await readSavedVersion(db, realm);
        // It may have thousands of deployments, and is read before others have to wait.
        const [application] = await readApplications(db, owner, applicationId);
        if (application === undefined) return null;
        const isRemoved = await change(
          by,
          async (tx, at) => {
            // After another change of the list, the answer would not be what is removed.
            if ((await readSavedVersion(tx, realm)) !== version) return false;
            const partOf = await addChange(tx, owner, at, {
              kind: 'application_removed',
              person: by,
              applicationId,
              before: { name: application.name },
              detail: { deployments: application.deployments.length },
            });
            const whole = { owner, at, person: by, partOf };
            await recordRemovedDeployments(tx, json, whole, sql`d.application_id = ${applicationId}`);
            await tx
              .deleteFrom('applications')
              .where((eb) => eb.and({ realm, account, application_id: applicationId }))
              .execute();
            return true;
          },
          (removed) => removed,
        );
        if (isRemoved) return application;
      }
    },

    saveDeployment(applicationId, deploymentId, input, conditions, by = null, check) {
      const key = { realm, account, application_id: applicationId, deployment_id: deploymentId };
      const work = async (tx: Kysely<Tables>, at: string) => {
        if (!(await isSavedApplication(tx, applicationId))) return 'no_application';
        const saved = await tx
          .selectFrom('deployments')
          .select(['environment', 'tags', 'protected_reason'])
          .where((eb) => eb.and(key))
          .executeTakeFirst();
        if (saved !== undefined) check?.({ environment: saved.environment, tags: parseTags(saved.tags) });
        const result = saveResult(saved !== undefined, conditions);
        if (isWritten(result)) {
          const { name, environment, tags, note } = deploymentFields(input);
          const { protectedReason = saved?.protected_reason ?? null } = input;
          const row = oneRow([applicationId, deploymentId, name, environment, tags, note, protectedReason]);
          const whole = { owner, at, person: by, partOf: null };
          await recordSavedDeployments(tx, json, whole, row);
          await upsertDeployments(tx, json, whole, row);
        }
        return result;
      };
      return change(by, work, isWritten);
    },

    removeDeployment(applicationId, deploymentId, by = null, check) {
      return change(
        by,
        async (tx, at) => {
          const whole = { owner, at, person: by, partOf: null };
          const isIt = sql`d.application_id = ${applicationId} AND d.deployment_id = ${deploymentId}`;
          await recordRemovedDeployments(tx, json, whole, isIt);
          const [deployment = null] = await readDeployments(tx, owner, { applicationId, deploymentId });
          if (deployment !== null) check?.(deployment);
          await tx
            .deleteFrom('deployments')
            .where((eb) =>
              eb.and({ realm, account, application_id: applicationId, deployment_id: deploymentId }),
            )
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

function deploymentFields({ name, environment, tags, note }: DeploymentInput) {
  // Each tag once, as an import takes them.
  return { name, environment, tags: JSON.stringify([...new Set(tags)]), note: note ?? null };
}

function saveResult(isSaved: boolean, { onlyNew, onlySaved = false }: SaveConditions): SaveResult {
  if (!isSaved) return onlySaved ? 'missing' : 'created';
  return onlyNew ? 'exists' : 'updated';
}

function isWritten(result: SaveResult | 'no_application'): boolean {
  return result === 'created' || result === 'updated';
}
