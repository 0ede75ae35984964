import {
  application,
  applicationInput,
  applicationList,
  csvQuery,
  deployment,
  deploymentHistories,
  deploymentInput,
  editRequest,
  editResult,
  historyQuery,
  importRequest,
  importResult,
  paths,
  restoreRequest,
  savedListFile,
} from '../../../contract';
import { z } from '../../../contract/zod';
import type { Operations } from './operation';

const star = z.optional(z.literal('*'));
const conditions = z.object({ 'If-None-Match': star, 'If-Match': star });
const preference = z.object({ Prefer: z.optional(z.literal('return=representation')) });

/** The saved list: its entries, files, and changes of many entries at once. */
export const savedListOperations: Operations = {
  [paths.applications]: {
    get: {
      summary: 'The saved list, with each deployment’s last cancellation',
      headers: z.object({ 'If-None-Match': z.optional(z.string()) }),
      answers: [
        [200, 'The list, with an ETag', applicationList],
        [304, 'Not changed since the ETag in If-None-Match'],
      ],
    },
  },
  [paths.savedList('json')]: {
    get: { summary: 'The saved list as a file', answers: [[200, 'JSON', savedListFile]] },
  },
  [paths.savedList('csv')]: {
    get: {
      summary: 'The saved list as a spreadsheet',
      query: csvQuery,
      answers: [[200, 'CSV, UTF-8 with BOM', 'text/csv']],
    },
  },
  [paths.deploymentHistories]: {
    get: {
      summary: 'The last ten cancellations of each of at most 100 deployments',
      query: historyQuery,
      answers: [[200, 'The deployments in the order named, each with its newest first', deploymentHistories]],
    },
  },
  [paths.importApplications]: {
    post: {
      summary: 'Preview or apply a file; all or nothing; 32 MB at most',
      permission: 'save',
      body: importRequest,
      answers: [[200, 'What it would change, or has changed', importResult]],
      problems: ['conflict'],
    },
  },
  [paths.editApplications]: {
    post: {
      summary: 'Edit, tag or remove several deployments in one transaction',
      permission: 'save',
      body: editRequest,
      answers: [[200, 'What was changed, before and after', editResult]],
      problems: ['conflict', 'not_saved', 'protected'],
    },
  },
  [paths.restoreApplications]: {
    post: {
      summary: 'Put back what an edit has changed: its answer, handed back',
      permission: 'save',
      body: restoreRequest,
      answers: [[204, 'Put back']],
      problems: ['conflict'],
    },
  },
  [paths.application('{applicationId}')]: {
    put: {
      summary: 'Save an application; with If-None-Match: * only a new one, with If-Match: * only a saved one',
      permission: 'save',
      headers: conditions,
      body: applicationInput,
      answers: [
        [200, 'Changed', application],
        [201, 'Saved', application],
      ],
      problems: ['conflict', 'not_found'],
    },
    delete: {
      summary: 'Remove an application with its deployments',
      permission: 'save',
      headers: preference,
      answers: [
        [200, 'Removed, with Prefer: return=representation: what it was', application],
        [204, 'Removed'],
      ],
      problems: ['not_found', 'protected'],
    },
  },
  [paths.deployment('{applicationId}', '{deploymentId}')]: {
    put: {
      summary: 'Save a deployment; with If-None-Match: * only a new one, with If-Match: * only a saved one',
      permission: 'save',
      headers: conditions,
      body: deploymentInput,
      answers: [
        [200, 'Changed', deployment],
        [201, 'Saved', deployment],
      ],
      problems: ['not_found', 'conflict'],
    },
    delete: {
      summary: 'Remove a deployment',
      permission: 'save',
      headers: preference,
      answers: [
        [200, 'Removed, with Prefer: return=representation: what it was', deployment],
        [204, 'Removed'],
      ],
      problems: ['not_found', 'protected'],
    },
  },
};
