import {
  importResult,
  paths,
  savedListFormat,
  type Application,
  type ImportRequest,
  type ImportResult,
} from '@/contract';
import { request } from '@/lib/api-client';
import type { Pair } from '../find-ids';

export function importList(body: ImportRequest): Promise<ImportResult> {
  return request(importResult, 'POST', paths.importApplications, body);
}

/** A deployment found in a text, as it is to be saved. */
export interface NewDeployment extends Pair {
  name: string;
}

/** Saves new deployments all or none; what is saved already stays as it is. */
export function saveNew(
  deployments: readonly NewDeployment[],
  environment: string,
  applicationNames: Readonly<Record<string, string>>,
  applications: readonly Application[],
): Promise<ImportResult> {
  const ids = [...new Set(deployments.map((one) => one.applicationId))];
  const file = {
    format: savedListFormat,
    version: 1,
    applications: ids.map((applicationId) => ({
      applicationId,
      name:
        applications.find((one) => one.applicationId === applicationId)?.name ??
        applicationNames[applicationId] ??
        '',
      deployments: deployments
        .filter((one) => one.applicationId === applicationId)
        .map(({ deploymentId, name }) => ({ deploymentId, name, environment, tags: [], note: null })),
    })),
  };
  return importList({ content: JSON.stringify(file), mode: 'apply', onConflict: 'keep' });
}
