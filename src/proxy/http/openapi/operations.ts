import {
  batch,
  batchPage,
  batchRequest,
  callAnswer,
  cancellation,
  cancellationCounts,
  cancellationDetail,
  cancellationPage,
  cancellationRequest,
  change,
  changePage,
  changesExportQuery,
  changesQuery,
  clockDifference,
  confirmationRequest,
  countsQuery,
  csvQuery,
  eventTypes,
  exportQuery,
  journalQuery,
  maxCountedDays,
  ownSessions,
  pageQuery,
  paths,
  scriptKeys,
  session,
  signedOut,
  signIn,
  signInStart,
  signInWays,
  streamQuery,
  verificationRequest,
} from '../../../contract';
import { z } from '../../../contract/zod';
import type { Operation, Operations } from './operation';
import { savedListOperations } from './saved-list-operations';

const health = z.object({
  status: z.literal('ok'),
  lostLogLines: z.int(),
  clock: z.nullable(clockDifference),
});

const signedOutAnswers: Operation['answers'] = [
  [200, 'Signed out here; the address at which the provider’s own session ends too', signedOut],
  [204, 'Signed out'],
];

/** Every route of the console. */
export const operations: Operations = {
  [paths.session]: {
    get: { summary: 'Who am I, and which upstream is this', answers: [[200, 'The session', session]] },
    post: {
      summary: 'Sign in with a link’s token',
      open: true,
      body: signIn,
      answers: [[201, 'The session; sets its cookie', session]],
      problems: ['sign_in_required', 'too_many_requests'],
    },
    delete: { summary: 'Sign out', answers: signedOutAnswers },
  },
  [paths.signInWays]: {
    get: { summary: 'How people sign in here', open: true, answers: [[200, 'The ways', signInWays]] },
  },
  [paths.signInStart]: {
    get: {
      summary: 'Sign in at the OpenID Connect provider: for a browser to go to, from the console’s own page',
      open: true,
      query: signInStart,
      answers: [[303, 'Leads to the provider, or to `/sign-in`, which says why it cannot']],
      problems: ['origin_refused'],
    },
  },
  [paths.signInCallback]: {
    get: {
      summary: 'Where the OpenID Connect provider leads back to',
      open: true,
      answers: [
        [303, 'Leads into the console and sets the session’s cookie, or to `/sign-in`, which says why not'],
      ],
      problems: ['origin_refused'],
    },
  },
  [paths.sessions]: {
    get: {
      summary: 'Where and since when the person is signed in; empty without a session of one’s own',
      answers: [[200, 'The sessions, the latest first', ownSessions]],
    },
    delete: { summary: 'Sign out everywhere', answers: signedOutAnswers },
  },
  [paths.ownSession('{sessionName}')]: {
    delete: {
      summary: 'End one of the person’s sessions',
      answers: [[204, 'Ended']],
      problems: ['not_found'],
    },
  },
  [paths.keys]: {
    get: {
      summary: 'The keys of scripts and when each was last used',
      answers: [[200, 'The keys', scriptKeys]],
    },
  },
  [paths.pin('{applicationId}', '{deploymentId}')]: {
    put: {
      summary: 'Pin a saved deployment to the top of the list, for the person who asks',
      answers: [[204, 'Pinned']],
      problems: ['not_saved', 'conflict'],
    },
    delete: { summary: 'Take the pin away', answers: [[204, 'Not pinned']] },
  },
  ...savedListOperations,
  [paths.cancellations]: {
    get: {
      summary: 'The journal, newest first',
      query: journalQuery,
      answers: [[200, 'A page', cancellationPage]],
    },
  },
  [paths.cancellationCounts]: {
    get: {
      summary: `Numbers of cancellations by hour and outcome, within ${maxCountedDays} days`,
      query: countsQuery,
      answers: [[200, 'The numbers', cancellationCounts]],
    },
  },
  [paths.export('json')]: {
    get: {
      summary: 'The journal as a file',
      query: exportQuery,
      answers: [[200, 'JSON', z.array(cancellation)]],
    },
  },
  [paths.export('csv')]: {
    get: {
      summary: 'The journal as a spreadsheet',
      query: z.extend(exportQuery, csvQuery.shape),
      answers: [[200, 'CSV, UTF-8 with BOM', 'text/csv']],
    },
  },
  [paths.cancellation('{id}')]: {
    get: {
      summary: 'One cancellation with its history',
      answers: [[200, 'The record', cancellationDetail]],
      problems: ['not_found', 'in_progress'],
    },
    put: {
      summary: 'Cancel all pending calls of one saved deployment: one DELETE, never repeated',
      permission: 'cancel',
      body: cancellationRequest,
      answers: [
        [200, 'The same record: this ID was used before', cancellation],
        [201, 'The record with its outcome, whichever it is', cancellation],
      ],
      problems: ['not_saved', 'changed', 'id_reused', 'in_progress', 'overlap', 'protected'],
    },
  },
  [paths.confirmation('{id}')]: {
    put: {
      summary: 'Confirm an outcome',
      permission: 'confirm',
      body: confirmationRequest,
      answers: [
        [200, 'The same mark was there already', cancellation],
        [201, 'The record', cancellation],
      ],
      problems: ['not_found', 'conflict'],
    },
    delete: {
      summary: 'Withdraw a confirmation',
      permission: 'confirm',
      answers: [[200, 'The record', cancellation]],
      problems: ['not_found', 'conflict'],
    },
  },
  [paths.verification('{id}', '{verificationId}')]: {
    put: {
      summary: 'Ask Fuse about calls, one after another, and keep what it says with the cancellation',
      permission: 'confirm',
      body: verificationRequest,
      answers: [
        [
          200,
          'A line of JSON for each call as it is answered, `{kind: "answer", answer}`; then `{kind: "kept", history}` or `{kind: "failed", code, detail}`. Under an ID that is kept already, `kept` alone. Closing the connection stops the questions; what was answered is kept',
          'application/x-ndjson',
        ],
      ],
      problems: ['not_found', 'id_reused', 'conflict', 'too_many_requests'],
    },
  },
  [paths.changes]: {
    get: {
      summary: 'What was changed, by whom, with what stood before and after, newest first',
      query: changesQuery,
      answers: [[200, 'A page', changePage]],
    },
  },
  [paths.changesExport('json')]: {
    get: {
      summary: 'The changes as a file, with the parts of imports and edits of several',
      query: changesExportQuery,
      answers: [[200, 'JSON', z.array(change)]],
    },
  },
  [paths.changesExport('csv')]: {
    get: {
      summary: 'The changes as a spreadsheet, with the parts of imports and edits of several',
      query: z.extend(changesExportQuery, csvQuery.shape),
      answers: [[200, 'CSV, UTF-8 with BOM', 'text/csv']],
    },
  },
  [paths.batches]: {
    get: { summary: 'Batches, newest first', query: pageQuery, answers: [[200, 'A page', batchPage]] },
  },
  [paths.batch('{id}')]: {
    get: {
      summary: 'One batch with its targets',
      answers: [[200, 'The batch', batch]],
      problems: ['not_found', 'in_progress'],
    },
    put: {
      summary: 'Cancel several deployments, one after another; it runs on in the console',
      permission: 'cancel',
      body: batchRequest,
      answers: [
        [200, 'The same batch: this ID was used before', batch],
        [202, 'The batch, begun', batch],
      ],
      problems: ['not_saved', 'changed', 'id_reused', 'overlap', 'protected'],
    },
  },
  [paths.stopBatch('{id}')]: {
    put: {
      summary: 'Stop after the target that is being cancelled',
      permission: 'cancel',
      answers: [[200, 'The batch', batch]],
      problems: ['not_found'],
    },
  },
  [paths.call('{callId}')]: {
    get: {
      summary: 'Ask Fuse for one call’s status',
      answers: [[200, 'What Fuse said', callAnswer]],
    },
  },
  [paths.events]: {
    get: {
      summary: `Server-sent events: ${eventTypes.join(', ')}; resumes after Last-Event-ID`,
      query: streamQuery,
      headers: z.object({ 'Last-Event-ID': z.optional(z.string()) }),
      answers: [[200, 'The stream', 'text/event-stream']],
      problems: ['too_many_streams'],
    },
  },
  [paths.openApi]: {
    get: { summary: 'This description', answers: [[200, 'OpenAPI 3.1', z.looseObject({})]] },
  },
  [paths.configurationSchema]: {
    get: {
      summary: 'JSON Schema of the configuration file, for editors',
      open: true,
      answers: [[200, 'JSON Schema, draft 7', z.looseObject({})]],
    },
  },
  [paths.health]: {
    get: {
      summary: 'Alive, and the journal can be written; waits for a lock as long as a cancellation would',
      open: true,
      answers: [[200, 'Yes', health]],
    },
  },
  [paths.metrics]: {
    get: { summary: 'Prometheus text', answers: [[200, 'Metrics', 'text/plain']] },
  },
};
