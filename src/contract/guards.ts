import type { Application, ApplicationList, Deployment } from './applications';
import type { Cancellation } from './cancellations';
import { fuseIdPattern, isInstant, uuidPattern } from './patterns';
import type { Problem } from './problem';
import type { Session } from './session';
import { causes, outcomes, problemCodes, roles } from './terms';

// What the first view reads is checked here, exactly as the schemas of the same names would (a property test holds
// each of these to its schema): so zod need not be there before the list is, and 10,000 rows are not copied.

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isYesOrNo: Check = (value) => typeof value === 'boolean';
const isInt: Check = (value) => Number.isSafeInteger(value);
const isAbsent: Check = (value) => value === undefined;
const isNull: Check = (value) => value === null;
const fits =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const oneOf =
  (words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value);
const either =
  (one: Check, other: Check): Check =>
  (value) =>
    one(value) || other(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every((entry) => check(entry));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with at least these members, each of which is what its check says. */
function shape<T>(members: { [Name in keyof T]-?: Check }) {
  const checks = Object.entries<Check>(members);
  return (value: unknown): value is T =>
    isRecord(value) && checks.every(([name, check]) => check(value[name]));
}

const isId = fits(fuseIdPattern);
const isUuid = fits(uuidPattern);
const isTextOrNull = either(isNull, isText);
const isTexts = listOf(isText);
const isInstantOrNull = either(isNull, isInstant);

const isCancellation = shape<Cancellation>({
  id: isUuid,
  batchId: either(isNull, isUuid),
  applicationId: isId,
  deploymentId: isId,
  applicationName: isText,
  deploymentName: isText,
  environment: isText,
  person: isText,
  reason: isTextOrNull,
  outcome: either(isNull, oneOf(outcomes)),
  undocumented: isYesOrNo,
  status: either(isNull, isInt),
  message: isTextOrNull,
  retryAfter: isTextOrNull,
  cause: either(isNull, oneOf(causes)),
  requestedAt: isInstant,
  sentAt: isInstantOrNull,
  answeredAt: isInstantOrNull,
  settledAt: isInstantOrNull,
  upstream: isText,
  journaled: isYesOrNo,
  confirmation: either(
    isNull,
    shape<NonNullable<Cancellation['confirmation']>>({ person: isText, at: isInstant, note: isTextOrNull }),
  ),
});

// Member by member, since there may be 10,000 of them: looked up by name each would cost twice as much.
const isDeployment = (value: unknown): value is Deployment =>
  isRecord(value) &&
  isId(value['applicationId']) &&
  isId(value['deploymentId']) &&
  isText(value['name']) &&
  isText(value['environment']) &&
  isTexts(value['tags']) &&
  isTextOrNull(value['note']) &&
  (value['lastCancellation'] === null || isCancellation(value['lastCancellation']));

/** Whether `applicationList` would accept it. */
export const isApplicationList = shape<ApplicationList>({
  items: listOf(shape<Application>({ applicationId: isId, name: isText, deployments: listOf(isDeployment) })),
});

/** Whether `session` would accept it. */
export const isSession = shape<Session>({
  person: isText,
  role: oneOf(roles),
  upstream: shape<Session['upstream']>({
    kind: oneOf(['sandbox', 'live']),
    host: isText,
    account: isTextOrNull,
  }),
  canSignOut: isYesOrNo,
});

/** Whether `problem` would accept it. */
export const isProblem = shape<Problem>({
  type: isText,
  title: isText,
  status: isInt,
  detail: isText,
  code: oneOf(problemCodes),
  requestId: isText,
  errors: either(
    isAbsent,
    listOf(shape<{ field: string; message: string }>({ field: isText, message: isText })),
  ),
  errorCount: either(isAbsent, isInt),
  person: either(isAbsent, isText),
  cancellationId: either(isAbsent, isUuid),
});
