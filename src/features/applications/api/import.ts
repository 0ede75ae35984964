import {
  importResult,
  paths,
  savedListText,
  type Application,
  type ImportRequest,
  type ImportResult,
  type SavedListFile,
} from '@/contract';
import { request } from '@/lib/api-client';

export function importList(body: ImportRequest): Promise<ImportResult> {
  return request(importResult, 'POST', paths.importApplications, body);
}

/** A deployment found in a text, as it is to be saved. */
export interface NewDeployment {
  applicationId: string;
  deploymentId: string;
  name: string;
}

/** Saves applications with their deployments, all or none; what is saved already stays as it is. */
export function saveMissing(applications: SavedListFile['applications']): Promise<ImportResult> {
  return importList({ content: savedListText(applications), mode: 'apply', onConflict: 'keep' });
}

/** Saves what was found in a text. */
export function saveNew(
  deployments: readonly NewDeployment[],
  environment: string,
  applicationNames: Readonly<Record<string, string>>,
  applications: readonly Application[],
): Promise<ImportResult> {
  const ids = [...new Set(deployments.map((one) => one.applicationId))];
  return saveMissing(
    ids.map((applicationId) => ({
      applicationId,
      name:
        applications.find((one) => one.applicationId === applicationId)?.name ??
        applicationNames[applicationId] ??
        '',
      deployments: deployments
        .filter((one) => one.applicationId === applicationId)
        .map(({ deploymentId, name }) => ({ deploymentId, name, environment, tags: [], note: null })),
    })),
  );
}
