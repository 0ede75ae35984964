import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import {
  application,
  applicationInput,
  applicationList,
  batch,
  batchPage,
  batchRequest,
  batchSummary,
  callAnswer,
  callId,
  cancellation,
  cancellationDetail,
  cancellationPage,
  cancellationRequest,
  clockDifference,
  confirmationRequest,
  deployment,
  deploymentInput,
  editRequest,
  editResult,
  eventData,
  fuseId,
  identityHeader,
  importRequest,
  csvQuery,
  importResult,
  journalQuery,
  paths,
  problem,
  problemStatus,
  restoreRequest,
  savedListFile,
  session,
  signIn,
  uuid,
  verificationRequest,
  type ProblemCode,
} from '../../contract';
import { textRules } from '../../contract/text';
import { z } from '../../contract/zod';
import { needsNoHost } from './guard';

const named = {
  Application: application,
  Batch: batch,
  BatchSummary: batchSummary,
  CallAnswer: callAnswer,
  Cancellation: cancellation,
  CancellationDetail: cancellationDetail,
  Deployment: deployment,
  ImportResult: importResult,
  Problem: problem,
  SavedListFile: savedListFile,
  Session: session,
} satisfies Record<string, z.ZodMiniType>;

type Method = 'get' | 'put' | 'post' | 'delete';

interface Operation {
  summary: string;
  /** For operators only. */
  operator?: boolean;
  /** Answers without a session. */
  open?: boolean;
  query?: z.ZodMiniObject;
  headers?: z.ZodMiniObject;
  body?: z.ZodMiniType;
  /** Status, words, and the schema of a JSON body or the type of another. */
  answers: [status: number, words: string, body?: z.ZodMiniType | string][];
  problems?: ProblemCode[];
}

const parameters = {
  id: uuid,
  verificationId: uuid,
  applicationId: fuseId,
  deploymentId: fuseId,
  callId,
} satisfies Record<string, z.ZodMiniType>;

const exportFilters = z.omit(journalQuery, { cursor: true, limit: true });
const page = z.pick(journalQuery, { cursor: true, limit: true });
const streamQuery = z.strictObject({ lastEventId: z.optional(z.string().check(z.regex(/^\d{1,15}$/))) });

const star = z.optional(z.literal('*'));
const conditions = z.object({ 'If-None-Match': star, 'If-Match': star });
const identity = z.object({ [identityHeader]: z.optional(z.string()) });
const preference = z.object({ Prefer: z.optional(z.literal('return=representation')) });
const health = z.object({
  status: z.literal('ok'),
  lostLogLines: z.int(),
  clock: z.nullable(clockDifference),
});

/** What any request can be refused with. */
const always: ProblemCode[] = ['internal'];
/** An identity-aware proxy may name somebody who is in neither group. */
const withSession: ProblemCode[] = [
  'sign_in_required',
  'role_required',
  'too_many_requests',
  'journal_unavailable',
];
const withBody: ProblemCode[] = ['origin_refused', 'invalid_request', 'too_large', 'unsupported_media_type'];

/** Every route of the console, by its path with the parameters' names in braces. */
export const operations: Readonly<Record<string, Partial<Record<Method, Operation>>>> = {
  [paths.session]: {
    get: { summary: 'Who am I, and which upstream is this', answers: [[200, 'The session', session]] },
    post: {
      summary: 'Sign in with a link’s token',
      open: true,
      body: signIn,
      answers: [[201, 'The session; sets its cookie', session]],
      problems: ['sign_in_required', 'too_many_requests'],
    },
    delete: { summary: 'Sign out', answers: [[204, 'Signed out']] },
  },
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
  [paths.importApplications]: {
    post: {
      summary: 'Preview or apply a file; all or nothing; 32 MB at most',
      operator: true,
      body: importRequest,
      answers: [[200, 'What it would change, or has changed', importResult]],
      problems: ['conflict'],
    },
  },
  [paths.editApplications]: {
    post: {
      summary: 'Edit, tag or remove several deployments in one transaction',
      operator: true,
      body: editRequest,
      answers: [[200, 'What was changed, before and after', editResult]],
      problems: ['not_saved'],
    },
  },
  [paths.restoreApplications]: {
    post: {
      summary: 'Put back what an edit has changed: its answer, handed back',
      operator: true,
      body: restoreRequest,
      answers: [[204, 'Put back']],
      problems: ['conflict'],
    },
  },
  [paths.application('{applicationId}')]: {
    put: {
      summary: 'Save an application; with If-None-Match: * only a new one, with If-Match: * only a saved one',
      operator: true,
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
      operator: true,
      headers: preference,
      answers: [
        [200, 'Removed, with Prefer: return=representation: what it was', application],
        [204, 'Removed'],
      ],
      problems: ['not_found'],
    },
  },
  [paths.deployment('{applicationId}', '{deploymentId}')]: {
    put: {
      summary: 'Save a deployment; with If-None-Match: * only a new one, with If-Match: * only a saved one',
      operator: true,
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
      operator: true,
      headers: preference,
      answers: [
        [200, 'Removed, with Prefer: return=representation: what it was', deployment],
        [204, 'Removed'],
      ],
      problems: ['not_found'],
    },
  },
  [paths.cancellations]: {
    get: {
      summary: 'The journal, newest first',
      query: journalQuery,
      answers: [[200, 'A page', cancellationPage]],
    },
  },
  [paths.export('json')]: {
    get: {
      summary: 'The journal as a file',
      query: exportFilters,
      answers: [[200, 'JSON', z.array(cancellation)]],
    },
  },
  [paths.export('csv')]: {
    get: {
      summary: 'The journal as a spreadsheet',
      query: z.extend(exportFilters, csvQuery.shape),
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
      operator: true,
      body: cancellationRequest,
      answers: [
        [200, 'The same record: this ID was used before', cancellation],
        [201, 'The record with its outcome, whichever it is', cancellation],
      ],
      problems: ['not_saved', 'id_reused', 'in_progress', 'overlap'],
    },
  },
  [paths.confirmation('{id}')]: {
    put: {
      summary: 'Confirm an outcome',
      body: confirmationRequest,
      answers: [
        [200, 'The same mark was there already', cancellation],
        [201, 'The record', cancellation],
      ],
      problems: ['not_found', 'conflict'],
    },
    delete: {
      summary: 'Withdraw a confirmation',
      answers: [[200, 'The record', cancellation]],
      problems: ['not_found'],
    },
  },
  [paths.verification('{id}', '{verificationId}')]: {
    put: {
      summary: 'Ask Fuse about calls, one after another, and keep what it says with the cancellation',
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
  [paths.batches]: {
    get: { summary: 'Batches, newest first', query: page, answers: [[200, 'A page', batchPage]] },
  },
  [paths.batch('{id}')]: {
    get: {
      summary: 'One batch with its targets',
      answers: [[200, 'The batch', batch]],
      problems: ['not_found', 'in_progress'],
    },
    put: {
      summary: 'Cancel several deployments, one after another; it runs on in the console',
      operator: true,
      body: batchRequest,
      answers: [
        [200, 'The same batch: this ID was used before', batch],
        [202, 'The batch, begun', batch],
      ],
      problems: ['not_saved', 'id_reused', 'overlap'],
    },
  },
  [paths.stopBatch('{id}')]: {
    put: {
      summary: 'Stop after the target that is being cancelled',
      operator: true,
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
      summary: `Server-sent events: ${Object.keys(eventData).join(', ')}; resumes after Last-Event-ID`,
      query: streamQuery,
      headers: z.object({ 'Last-Event-ID': z.optional(z.string()) }),
      answers: [[200, 'The stream', 'text/event-stream']],
      problems: ['too_many_streams'],
    },
  },
  [paths.openApi]: {
    get: { summary: 'This description', answers: [[200, 'OpenAPI 3.1', z.looseObject({})]] },
  },
  [paths.health]: {
    get: { summary: 'Alive, and the journal can be written', open: true, answers: [[200, 'Yes', health]] },
  },
  [paths.metrics]: {
    get: { summary: 'Prometheus text', answers: [[200, 'Metrics', 'text/plain']] },
  },
};

function operationObject(path: string, method: Method, operation: Operation): ZodOpenApiOperationObject {
  const { summary, operator = false, open = false, query, body, answers } = operation;
  const isChange = method !== 'get' && !open;
  const headers = isChange ? z.extend(identity, operation.headers?.shape ?? {}) : operation.headers;
  const inPath = Object.entries(parameters).filter(([name]) => path.includes(`{${name}}`));
  const codes = new Set([
    ...always,
    ...(needsNoHost(path) ? [] : (['host_refused'] as const)),
    ...(open ? [] : withSession),
    ...(path.startsWith('/api/') && !open && !(path === paths.session && method === 'get')
      ? (['identity_changed'] as const)
      : []),
    ...(body ? withBody : path.startsWith('/api/') ? (['origin_refused'] as const) : []),
    ...(query || inPath.length > 0 ? (['invalid_request'] as const) : []),
    ...(path === paths.health || path === paths.session ? (['journal_unavailable'] as const) : []),
    ...(operation.problems ?? []),
  ]);
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes)
    byStatus.set(problemStatus[code], [...(byStatus.get(problemStatus[code]) ?? []), code]);
  return {
    summary: operator ? `${summary} (operators)` : summary,
    ...(open && { security: [] }),
    requestParams: {
      ...(inPath.length > 0 && { path: z.object(Object.fromEntries(inPath)) }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: Object.fromEntries([
      ...answers.map(([status, description, content]) => [
        status,
        {
          description,
          ...(typeof content === 'string' && { content: { [content]: { schema: { type: 'string' } } } }),
          ...(typeof content === 'object' && { content: { 'application/json': { schema: content } } }),
        },
      ]),
      ...[...byStatus].map(([status, list]) => [
        status,
        {
          description: `Problem: ${list.join(', ')}`,
          content: { 'application/problem+json': { schema: problem } },
        },
      ]),
    ]),
  };
}

/** A text's limits in characters, which are those of JSON Schema too (Unicode code points). */
function textKeywords({ _zod }: z.core.$ZodType) {
  for (const check of _zod.def.checks ?? []) {
    const rule = textRules.get(check);
    if (rule === undefined) continue;
    const { maxLength, isOneLine } = rule;
    const unfit = 'control characters, lone surrogates or text-direction overrides';
    return {
      ...(isOneLine && { minLength: 1 }),
      maxLength,
      description: isOneLine
        ? `One line, at least one character visible, without ${unfit}.`
        : `May have line breaks; without ${unfit}.`,
    };
  }
  return {};
}

/** The console's interface as OpenAPI 3.1, made from the contract's schemas. */
export function openApiDocument(): Record<string, unknown> {
  const described: ZodOpenApiPathsObject = Object.fromEntries(
    Object.entries(operations).map(([path, methods]) => [
      path,
      Object.fromEntries(
        (['get', 'put', 'post', 'delete'] as const).flatMap((method) => {
          const operation = methods[method];
          return operation ? [[method, operationObject(path, method, operation)]] : [];
        }),
      ),
    ]),
  );
  return {
    ...createDocument(
      {
        openapi: '3.1.0',
        info: {
          title: 'Fuse Cancel Console',
          version: '1',
          description:
            'Cancels all pending outbound calls of saved Plum Voice Fuse deployments and keeps the journal. ' +
            'In live mode every request but sign-in and health needs a session: a Bearer token, or the cookie ' +
            'of a sign-in. The sandbox needs none. A request that changes something and comes from a browser repeats ' +
            `the session’s \`identity\` in the header ${identityHeader}; another identity is refused with 409.`,
        },
        security: [{ token: [] }, { cookie: [] }],
        components: {
          schemas: named,
          securitySchemes: {
            token: { type: 'http', scheme: 'bearer', description: 'OPERATOR_TOKEN or SUPPORT_TOKEN' },
            cookie: {
              type: 'apiKey',
              in: 'cookie',
              name: '__Host-console_live_443',
              description:
                'The number is the port of the console’s address. Over plain http, which is for loopback only, ' +
                'the name begins with console_live_.',
            },
          },
        },
        paths: described,
      },
      { override: ({ jsonSchema, zodSchema }) => Object.assign(jsonSchema, textKeywords(zodSchema)) },
    ),
  };
}
