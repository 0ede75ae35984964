import { z } from 'zod/mini';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Application, Deployment } from '../../contract';
import type { Backend } from './backend';
import { cancellationColumns, toCancellation } from './rows';
import type { Tables } from './schema';
import type { Realm, SaveResult, Store } from './store';

type SavedList = Pick<
  Store,
  | 'listApplications'
  | 'saveApplication'
  | 'removeApplication'
  | 'saveDeployment'
  | 'removeDeployment'
  | 'findDeployment'
  | 'seed'
>;

/** The saved applications and deployments of one realm. */
export function savedList({ db, changed }: Backend, realm: Realm, now: () => Date): SavedList {
  const at = () => now().toISOString();

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
    async listApplications() {
      const applications = await db
        .selectFrom('applications')
        .select(['application_id', 'name'])
        .where('realm', '=', realm)
        .execute();
      const deployments = await db
        .selectFrom('deployments as d')
        .leftJoin('cancellations as c', (join) =>
          join.on(
            'c.seq',
            '=',
            sql<number>`(SELECT max(l.seq) FROM cancellations l WHERE l.realm = d.realm
              AND l.application_id = d.application_id AND l.deployment_id = d.deployment_id)`,
          ),
        )
        .select([
          'd.application_id as in_application',
          'd.deployment_id as saved_id',
          'd.name',
          'd.environment as saved_environment',
          'd.tags',
          'd.note',
        ])
        .select(cancellationColumns.map((column) => `c.${column}` as const))
        .where('d.realm', '=', realm)
        .execute();
      const byApplication = new Map<string, Deployment[]>();
      for (const row of deployments) {
        const siblings = byApplication.get(row.in_application) ?? [];
        byApplication.set(row.in_application, siblings);
        siblings.push({
          applicationId: row.in_application,
          deploymentId: row.saved_id,
          name: row.name,
          environment: row.saved_environment,
          tags: tagList.parse(JSON.parse(row.tags)),
          note: row.note,
          lastCancellation: isWhole(row) ? toCancellation(row) : null,
        });
      }
      return applications
        .map((row): Application => ({
          applicationId: row.application_id,
          name: row.name,
          deployments: (byApplication.get(row.application_id) ?? []).sort((a, b) =>
            byName(a.name, b.name, a.deploymentId, b.deploymentId),
          ),
        }))
        .sort((a, b) => byName(a.name, b.name, a.applicationId, b.applicationId));
    },

    saveApplication(applicationId, input, { onlyNew }) {
      const key = { realm, application_id: applicationId };
      return change(
        async (tx) =>
          upsert(
            onlyNew,
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
        (result) => result === 'exists',
      );
    },

    removeApplication(applicationId) {
      return change(
        async (tx) => {
          const { numDeletedRows } = await tx
            .deleteFrom('applications')
            .where('realm', '=', realm)
            .where('application_id', '=', applicationId)
            .executeTakeFirst();
          return numDeletedRows > 0n;
        },
        (removed) => !removed,
      );
    },

    saveDeployment(applicationId, deploymentId, input, { onlyNew }) {
      const fields = {
        name: input.name,
        environment: input.environment,
        tags: JSON.stringify(input.tags ?? []),
        note: input.note ?? null,
      };
      return change(
        async (tx) => {
          const application = await tx
            .selectFrom('applications')
            .select('application_id')
            .where('realm', '=', realm)
            .where('application_id', '=', applicationId)
            .executeTakeFirst();
          if (application === undefined) return 'no_application' as const;
          return upsert(
            onlyNew,
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
        (result) => result === 'exists' || result === 'no_application',
      );
    },

    removeDeployment(applicationId, deploymentId) {
      return change(
        async (tx) => {
          const { numDeletedRows } = await tx
            .deleteFrom('deployments')
            .where('realm', '=', realm)
            .where('application_id', '=', applicationId)
            .where('deployment_id', '=', deploymentId)
            .executeTakeFirst();
          return numDeletedRows > 0n;
        },
        (removed) => !removed,
      );
    },

    async findDeployment(applicationId, deploymentId) {
      const row = await db
        .selectFrom('deployments as d')
        .innerJoin('applications as a', (join) =>
          join.onRef('a.realm', '=', 'd.realm').onRef('a.application_id', '=', 'd.application_id'),
        )
        .select(['a.name as application_name', 'd.name', 'd.environment'])
        .where('d.realm', '=', realm)
        .where('d.application_id', '=', applicationId)
        .where('d.deployment_id', '=', deploymentId)
        .executeTakeFirst();
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
  onlyNew: boolean,
  insert: () => Promise<{ numInsertedOrUpdatedRows?: bigint | undefined } | undefined>,
  update: () => Promise<{ numUpdatedRows: bigint }>,
): Promise<SaveResult> {
  for (;;) {
    if ((await insert())?.numInsertedOrUpdatedRows) return 'created';
    if (onlyNew) return 'exists';
    if ((await update()).numUpdatedRows) return 'updated';
  }
}

type Whole<Row> = { [Key in keyof Row]: Key extends WholeKeys ? NonNullable<Row[Key]> : Row[Key] };
type WholeKeys =
  | 'seq'
  | 'id'
  | 'realm'
  | 'application_id'
  | 'deployment_id'
  | 'application_name'
  | 'deployment_name'
  | 'environment'
  | 'person'
  | 'undocumented'
  | 'requested_at'
  | 'upstream';

/** A left join gives a record in full or not at all; Kysely cannot know. */
function isWhole<Row extends { id: string | null }>(row: Row): row is Row & Whole<Row> {
  return row.id !== null;
}

const tagList = z.array(z.string());

const collator = new Intl.Collator('en', { sensitivity: 'accent' });

function byName(nameA: string, nameB: string, idA: string, idB: string): number {
  return collator.compare(nameA, nameB) || (idA < idB ? -1 : 1);
}
