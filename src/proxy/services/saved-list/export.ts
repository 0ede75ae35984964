import { savedListFormat, type Application } from '../../../contract';
import { nextTurn } from '../../run/next-turn';
import type { Store } from '../../store/store';
import { joinTags, writeCsv } from './csv';

/** Deployments written at once: a few milliseconds, during which no other request is served. */
const pieceSize = 200;

/** The deployments of each application in pieces; an application without deployments has one empty piece. */
async function* pieces(applications: readonly Application[]) {
  for (const application of applications) {
    const { deployments } = application;
    for (let from = 0; from === 0 || from < deployments.length; from += pieceSize) {
      yield { application, from, deployments: deployments.slice(from, from + pieceSize) };
      await nextTurn();
    }
  }
}

/**
 * The saved list as a CSV file; an application without deployments has a line of its own. `idsAsText` keeps
 * spreadsheets from reading IDs as numbers.
 */
export async function* savedListCsv(
  list: Pick<Store, 'listApplications'>,
  { idsAsText = false }: { idsAsText?: boolean } = {},
): AsyncGenerator<string, void> {
  const none = { deployment_id: '', deployment_name: '', environment: '', tags: '', note: '', protected: '' };
  const applications = await list.listApplications();
  yield writeCsv([], { header: true });
  for await (const { application, deployments } of pieces(applications)) {
    const { applicationId: application_id, name: application_name } = application;
    const rows = deployments.map((deployment) => ({
      application_id,
      application_name,
      deployment_id: deployment.deploymentId,
      deployment_name: deployment.name,
      environment: deployment.environment,
      tags: joinTags(deployment.tags),
      note: deployment.note ?? '',
      protected: deployment.protection?.reason ?? '',
    }));
    yield writeCsv(rows.length > 0 ? rows : [{ application_id, application_name, ...none }], { idsAsText });
  }
}

// Escaped, since a raw U+FFFD is taken for a sign that the file was read in the wrong encoding.
const toJson = (value: unknown) => JSON.stringify(value).replaceAll('\uFFFD', String.raw`\ufffd`);

/** The saved list as a JSON file of the schema `savedListFile`, with one deployment a line. */
export async function* savedListJson(list: Pick<Store, 'listApplications'>): AsyncGenerator<string, void> {
  const applications = await list.listApplications();
  yield `{"format": ${toJson(savedListFormat)}, "version": 1, "applications": [`;
  let isFirst = true;
  for await (const { application, from, deployments } of pieces(applications)) {
    const ids = `"applicationId": ${toJson(application.applicationId)}, "name": ${toJson(application.name)}`;
    const begin = `${isFirst ? '' : ','}\n{${ids}, "deployments": [`;
    const lines = deployments.map(
      ({ deploymentId, name, environment, tags, note, protection }) =>
        `\n  ${toJson({ deploymentId, name, environment, tags, note, protectedReason: protection?.reason })}`,
    );
    const isLast = from + deployments.length === application.deployments.length;
    yield `${from === 0 ? begin : ','}${lines.join(',')}${isLast ? ']}' : ''}`;
    isFirst = false;
  }
  yield '\n]}\n';
}
