import type { Application, ApplicationList, Deployment } from './applications';
import type { Cancellation, CancellationPage } from './cancellations';
import {
  either,
  isAbsent,
  isId,
  isInstantOrNull,
  isInt,
  isNull,
  isRecord,
  isText,
  isTextOrNull,
  isTexts,
  isUuid,
  isYesOrNo,
  listOf,
  oneOf,
  shape,
} from './checks';
import { isInstant } from './patterns';
import type { Overlap, Problem } from './problem';
import type { Session } from './session';
import { causes, outcomes, overlapKinds, problemCodes, roles } from './enums';

// What the page reads before anybody does something is checked here, exactly as the schemas of the same names would
// (a property test holds each of these to its schema): zod is there once it is needed, and 10,000 rows are not copied.

/** Whether `cancellation` would accept it. */
export const isCancellation = shape<Cancellation>({
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

/** Whether `cancellationPage` would accept it. */
export const isCancellationPage = shape<CancellationPage>({
  items: listOf(isCancellation),
  nextCursor: isTextOrNull,
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
  nonProductionEnvironments: isTexts,
  identity: isText,
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
  overlaps: either(
    isAbsent,
    listOf(
      shape<Overlap>({
        applicationId: isId,
        deploymentId: isId,
        kind: oneOf(overlapKinds),
        id: isUuid,
        person: isText,
        at: isInstant,
      }),
    ),
  ),
});
