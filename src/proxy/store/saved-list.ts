import { deploymentKey } from '../../contract';
import type { Kysely } from 'kysely';
import type { DeploymentValues } from '../../contract';
import type { Backend } from './backend';
import { readApplication, readApplications, readDeployments, tagsOf } from './saved-list-queries';
import { applyChange, acquireWriteLock, prepareChange, savedVersion } from './saved-changes';
import { getDeploymentValues } from './deployment-lookup';
import { prepared } from './sqlite/prepared';
import type { Tables } from './schema';
import type { Realm, SaveConditions, SavedChangeResult, SaveResult, Store } from './store';

type SavedList = Pick<
  Store,
  | 'listApplications'
  | 'findApplication'
  | 'getDeploymentView'
  | 'listVersion'
  | 'savedVersion'
  | 'getDeploymentValues'
  | 'applyListChanges'
  | 'saveApplication'
  | 'removeApplication'
  | 'saveDeployment'
  | 'removeDeployment'
  | 'getDeploymentNames'
  | 'seed'
>;

/** The saved applications and deployments of one realm. */
export function savedList(backend: Backend, realm: Realm, now: () => Date): SavedList {
  const { db, changed, jsonRows } = backend;
  const at = () => now().toISOString();
  const findNames = prepared(db, (target: { applicationId: string; deploymentId: string }) =>
    db
      .selectFrom('deployments as d')
      .innerJoin('applications as a', (join) =>
        join.onRef('a.realm', '=', 'd.realm').onRef('a.application_id', '=', 'd.application_id'),
      )
      .select(['a.name as application_name', 'd.name', 'd.environment'])
      .where('d.realm', '=', realm)
      .where('d.application_id', '=', target.applicationId)
      .where('d.deployment_id', '=', target.deploymentId),
  );

  /** Runs a change and, in the same transaction, notes that the list changed, unless `same` says it did not. */
  async function change<T>(
    work: (tx: Kysely<Tables>) => Promise<T>,
    same: (result: T) => boolean,
  ): Promise<T> {
    const done = await db.transaction().execute(async (tx) => {
      const result = await work(tx);
      if (!same(result))
        await tx
          .insertInto('events')
          .values({ realm, type: 'applications', kind: 'changed', at: at() })
          .execute();
      return result;
    });
    if (!same(done)) changed();
    return done;
  }

  return {
    listApplications: () => readApplications(db, realm),

    findApplication: (applicationId) => readApplication(db, realm, applicationId),

    async getDeploymentView(applicationId, deploymentId) {
      return (await readDeployments(db, realm, { applicationId, deploymentId }))[0] ?? null;
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

    savedVersion: () => savedVersion(db, realm),

    async getDeploymentValues(targets) {
      const found = await getDeploymentValues(db, jsonRows, realm, targets);
      return targets.map((target): DeploymentValues | null => {
        const row = found.get(deploymentKey(target));
        if (row === undefined) return null;
        const { deploymentName: name, environment, tags, note } = row;
        return { name, environment, tags: tagsOf(tags), note };
      });
    },

    async applyListChanges(wanted) {
      const prepared = await prepareChange(backend, wanted);
      try {
        return await change(
          async (tx) => {
            const result = await applyChange(tx, realm, prepared);
            if (result.kind !== 'changed') throw new Refused(result);
            return result;
          },
          () => wanted.applications.length + wanted.deployments.length === 0,
        );
      } catch (error) {
        if (error instanceof Refused) return error.result;
        throw error;
      } finally {
        for (const staged of [prepared.applications, prepared.saved, prepared.removed]) await staged.drop();
      }
    },

    saveApplication(applicationId, input, conditions) {
      const key = { realm, application_id: applicationId };
      return change(
        (tx) =>
          upsert(
            conditions,
            () =>
              tx
                .insertInto('applications')
                .values({ ...key, name: input.name })
                .onConflict((conflict) => conflict.doNothing())
                .executeTakeFirst(),
            () =>
              tx
                .updateTable('applications')
                .set({ name: input.name })
                .where('realm', '=', realm)
                .where('application_id', '=', applicationId)
                .executeTakeFirst(),
          ),
        (result) => result === 'exists' || result === 'missing',
      );
    },

    async removeApplication(applicationId) {
      for (;;) {
        const version = await savedVersion(db, realm);
        // It may have thousands of deployments, and is read before others have to wait.
        const application = await readApplication(db, realm, applicationId);
        const removed = await change(
          async (tx) => {
            await acquireWriteLock(tx);
            if (application === null || (await savedVersion(tx, realm)) !== version) return false;
            await tx
              .deleteFrom('applications')
              .where('realm', '=', realm)
              .where('application_id', '=', applicationId)
              .execute();
            return true;
          },
          (isRemoved) => !isRemoved,
        );
        if (removed || application === null) return application;
        // Somebody changed the list meanwhile: what is handed back for an undo would not be what is removed.
      }
    },

    saveDeployment(applicationId, deploymentId, input, conditions) {
      const fields = {
        name: input.name,
        environment: input.environment,
        // Each once, as an import takes them.
        tags: JSON.stringify([...new Set(input.tags)]),
        note: input.note ?? null,
      };
      return change(
        async (tx) => {
          // Nobody removes the application from here on.
          await acquireWriteLock(tx);
          const application = await tx
            .selectFrom('applications')
            .select('application_id')
            .where('realm', '=', realm)
            .where('application_id', '=', applicationId)
            .executeTakeFirst();
          if (application === undefined) return 'no_application' as const;
          return upsert(
            conditions,
            () =>
              tx
                .insertInto('deployments')
                .values({ realm, application_id: applicationId, deployment_id: deploymentId, ...fields })
                .onConflict((conflict) => conflict.doNothing())
                .executeTakeFirst(),
            () =>
              tx
                .updateTable('deployments')
                .set(fields)
                .where('realm', '=', realm)
                .where('application_id', '=', applicationId)
                .where('deployment_id', '=', deploymentId)
                .executeTakeFirst(),
          );
        },
        (result) => result === 'exists' || result === 'missing' || result === 'no_application',
      );
    },

    removeDeployment(applicationId, deploymentId) {
      return change(
        async (tx) => {
          await acquireWriteLock(tx);
          const [deployment = null] = await readDeployments(tx, realm, { applicationId, deploymentId });
          await tx
            .deleteFrom('deployments')
            .where('realm', '=', realm)
            .where('application_id', '=', applicationId)
            .where('deployment_id', '=', deploymentId)
            .execute();
          return deployment;
        },
        (removed) => removed === null,
      );
    },

    async getDeploymentNames(applicationId, deploymentId) {
      const row = await findNames({ applicationId, deploymentId });
      if (row === undefined) return null;
      return {
        applicationId,
        applicationName: row.application_name,
        deploymentId,
        deploymentName: row.name,
        environment: row.environment,
      };
    },

    async seed(applications) {
      await change(
        async (tx) => {
          const { numInsertedOrUpdatedRows } = await tx
            .insertInto('seeded')
            .values({ realm, at: at() })
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirst();
          if (!numInsertedOrUpdatedRows) return false;
          // A list that a person has begun already is left alone, entry by entry.
          for (const { applicationId, name, deployments } of applications) {
            await tx
              .insertInto('applications')
              .values({ realm, application_id: applicationId, name })
              .onConflict((conflict) => conflict.doNothing())
              .execute();
            for (const { deploymentId, tags, note, ...rest } of deployments)
              await tx
                .insertInto('deployments')
                .values({
                  realm,
                  application_id: applicationId,
                  deployment_id: deploymentId,
                  name: rest.name,
                  environment: rest.environment,
                  tags: JSON.stringify(tags ?? []),
                  note: note ?? null,
                })
                .onConflict((conflict) => conflict.doNothing())
                .execute();
          }
          return true;
        },
        (written) => !written,
      );
    },
  };
}

/** Repeats only when another instance removed the row between the two statements. */
async function upsert(
  { onlyNew, onlySaved = false }: SaveConditions,
  insert: () => Promise<{ numInsertedOrUpdatedRows?: bigint | undefined } | undefined>,
  update: () => Promise<{ numUpdatedRows: bigint }>,
): Promise<SaveResult> {
  for (;;) {
    if (onlySaved) return (await update()).numUpdatedRows ? 'updated' : 'missing';
    if ((await insert())?.numInsertedOrUpdatedRows) return 'created';
    if (onlyNew) return 'exists';
    if ((await update()).numUpdatedRows) return 'updated';
  }
}

/** Rolls back what a change had begun. */
class Refused extends Error {
  readonly result: SavedChangeResult;

  constructor(result: SavedChangeResult) {
    super(result.kind);
    this.result = result;
  }
}
