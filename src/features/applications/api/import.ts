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

/** Previews or applies the import of a saved-list file, JSON or CSV. */
export function importList(body: ImportRequest): Promise<ImportResult> {
  return request(importResult, 'POST', paths.importApplications, body);
}

/** A deployment found in a text, as it is to be saved. */
export interface NewDeployment {
  applicationId: string;
  deploymentId: string;
  name: string;
}

/** Saves those applications and deployments that are not saved yet, all or none; the others stay as they are. */
export function saveMissing(applications: SavedListFile['applications']): Promise<ImportResult> {
  return importList({ content: savedListText(applications), mode: 'apply', onConflict: 'keep' });
}

/** Saves deployments that were found in a text; `applicationNames` names the applications that are new. */
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
