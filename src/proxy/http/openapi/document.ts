import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import {
  application,
  batch,
  batchSummary,
  callAnswer,
  callId,
  cancellation,
  cancellationDetail,
  deployment,
  fuseId,
  identityHeader,
  importResult,
  paths,
  problem,
  problemStatus,
  savedListFile,
  session,
  sessionName,
  uuid,
  type ProblemCode,
} from '../../../contract';
import { textRules } from '../../../contract/text';
import { z } from '../../../contract/zod';
import { answersAnyHost } from '../guard';
import { methods, type Method, type Operation } from './operation';
import { operations } from './operations';

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

const parameters = {
  id: uuid,
  verificationId: uuid,
  applicationId: fuseId,
  deploymentId: fuseId,
  callId,
  sessionName,
} satisfies Record<string, z.ZodMiniType>;

const identity = z.object({ [identityHeader]: z.optional(z.string()) });

/** Problems of any request. */
const always: ProblemCode[] = ['internal'];
/** `role_required` also where no permission is needed: the sign-in proxy may name a person who is in neither group. */
const withSession: ProblemCode[] = [
  'sign_in_required',
  'role_required',
  'too_many_requests',
  'journal_unavailable',
];
const withBody: ProblemCode[] = ['origin_refused', 'invalid_request', 'too_large', 'unsupported_media_type'];

function operationObject(path: string, method: Method, operation: Operation): ZodOpenApiOperationObject {
  const { summary, permission, open = false, query, body, answers } = operation;
  const isChange = method !== 'get' && !open;
  const headers = isChange ? z.extend(identity, operation.headers?.shape ?? {}) : operation.headers;
  const inPath = Object.entries(parameters).filter(([name]) => path.includes(`{${name}}`));
  const codes = new Set([
    ...always,
    ...(answersAnyHost(path) ? [] : (['host_refused'] as const)),
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
    summary: permission === undefined ? summary : `${summary} (needs “${permission}”)`,
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
    Object.entries(operations).map(([path, byMethod]) => [
      path,
      Object.fromEntries(
        methods.flatMap((method) => {
          const operation = byMethod[method];
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
            token: {
              type: 'http',
              scheme: 'bearer',
              description: 'A key of the configuration file, OPERATOR_TOKEN or SUPPORT_TOKEN',
            },
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
