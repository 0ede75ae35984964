import type { Kysely } from 'kysely';
import { deploymentKey, maxPins, type Pin } from '../../contract';
import type { Tables } from './schema';
import type { ListOwner, PinStore } from './store';

/** What each person has pinned of one list. */
export function createPins(db: Kysely<Tables>, { realm, account }: ListOwner): PinStore {
  const rowOf = (person: string, { applicationId, deploymentId }: Pin) => ({
    realm,
    account,
    person,
    application_id: applicationId,
    deployment_id: deploymentId,
  });

  const listPins = (on: Kysely<Tables>, person: string): Promise<Pin[]> =>
    on
      .selectFrom('pins as p')
      .innerJoin('deployments as d', (join) =>
        join
          .onRef('d.realm', '=', 'p.realm')
          .onRef('d.account', '=', 'p.account')
          .onRef('d.application_id', '=', 'p.application_id')
          .onRef('d.deployment_id', '=', 'p.deployment_id'),
      )
      .select(['p.application_id as applicationId', 'p.deployment_id as deploymentId'])
      .where('p.realm', '=', realm)
      .where('p.account', '=', account)
      .where('p.person', '=', person)
      .orderBy('p.application_id')
      .orderBy('p.deployment_id')
      .execute();

  return {
    listPins: (person) => listPins(db, person),

    pinDeployment(person, deployment) {
      return db.transaction().execute(async (tx) => {
        const saved = await tx
          .selectFrom('deployments')
          .select('name')
          .where('realm', '=', realm)
          .where('account', '=', account)
          .where('application_id', '=', deployment.applicationId)
          .where('deployment_id', '=', deployment.deploymentId)
          .executeTakeFirst();
        if (saved === undefined) return 'not_saved';
        const others = (await listPins(tx, person)).map(deploymentKey);
        if (!others.includes(deploymentKey(deployment)) && others.length >= maxPins) return 'too_many';
        await tx
          .insertInto('pins')
          .values(rowOf(person, deployment))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        return 'pinned';
      });
    },

    async unpinDeployment(person, deployment) {
      await db
        .deleteFrom('pins')
        .where((eb) => eb.and(rowOf(person, deployment)))
        .execute();
    },
  };
}
