import type { Context } from 'hono';
import { deploymentKey, paths, type SignInFailure } from '../../../contract';
import type { Visitor } from '../../access/access';
import { SignInError } from '../../access/provider-sign-in';
import { countedAddress } from '../../access/wrong-tokens';
import type { AppEnv } from '../../http/app-env';
import { createRateLimit, type RateLimit } from '../../http/lanes';
import { ProblemError, type Target } from '../../http/problems';
import type { Log } from '../../run/log';
import type { NewChange, Store } from '../../store/store';

interface Options {
  store: Pick<Store, 'recordChange'>;
  log: Log;
}

/** What a signed-in person may not do, nobody may, or nobody may who has not seen what is saved. */
const refusals = new Set<ProblemError['code']>(['role_required', 'protected', 'changed']);
/** Most of these are mistakes. Those that a rule of the configuration refuses name what they were about. */
const refusalsByRule = new Set<ProblemError['code']>(['conflict', 'invalid_request']);

const isRefusedAction = ({ code, targets }: ProblemError): boolean =>
  refusals.has(code) || (refusalsByRule.has(code) && targets !== undefined);

/** The only application or deployment, or none where there are several. */
function onlyTarget([first, ...others]: readonly Target[]): Partial<Target> {
  const isOne = others.every(
    (other) => other.applicationId === first?.applicationId && other.deploymentId === first.deploymentId,
  );
  return (isOne && first) || {};
}

const countDeployments = (targets: readonly Target[]): number =>
  new Set(
    targets.flatMap(({ applicationId, deploymentId }) =>
      deploymentId === undefined ? [] : deploymentKey({ applicationId, deploymentId }),
    ),
  ).size;

const entryPath = /^\/api\/applications\/(\d+)(?:\/deployments\/(\d+))?$/;

/** Writes a refusal down before it is answered. One that cannot be written is answered all the same, and logged. */
async function record({ store, log }: Options, change: NewChange): Promise<void> {
  await store.recordChange(change).catch((error: unknown) => log('refusal_not_written', { error }));
}

/** Puts on record that a sign-in came to nothing, by a cause that lasts while anybody tries again. */
export type RecordRepeated = (
  detail: { name?: string; via: 'link' | 'oidc' | 'token' | 'key' | 'proxy'; failure: SignInFailure },
  address: string | undefined,
) => Promise<void>;

/**
 * Each kind of failure is on record once a minute and address, so that nobody can flood the record; what is there says
 * that more may have followed.
 */
export function createRepeatedRecord({ store, log, now }: Options & { now: () => Date }): RecordRepeated {
  const recorded = createRateLimit({ aMinute: 1, now });
  return async ({ via, failure, ...more }, address = '') => {
    try {
      recorded.take(`${via} ${failure} ${countedAddress(address)}`);
    } catch {
      return;
    }
    const detail = { ...more, via, failure, moreMayHaveFollowed: true };
    await record({ store, log }, { kind: 'sign_in_refused', person: null, detail });
  };
}

/**
 * Whether the refusal of an action still goes on record: those of a person within a minute up to a number that nobody
 * reaches by hand, and one more that says that others may have followed. Nobody can flood the record.
 */
export function createActionLimit({ now }: { now: () => Date }) {
  const all = createRateLimit({ aMinute: 60, now });
  const last = createRateLimit({ aMinute: 1, now });
  const isWithin = (limit: RateLimit, person: string) => {
    try {
      limit.take(person);
      return true;
    } catch {
      return false;
    }
  };
  return (person: string): 'each' | 'last' | 'none' => {
    if (isWithin(all, person)) return 'each';
    return isWithin(last, person) ? 'last' : 'none';
  };
}

/** The visitor's address, by which limits count; undefined where there is no socket (tests). */
export const addressOf = (c: Context<AppEnv>): string | undefined => c.get('address');

/** Puts the refusal of an action or of a key, token or identity header on record, if the problem is one. */
export async function recordRefusal(
  options: Options & { recordRepeated: RecordRepeated; limitActions: ReturnType<typeof createActionLimit> },
  problem: ProblemError,
  c: Context<AppEnv>,
): Promise<void> {
  const { code, message, targets = [], signIn } = problem;
  const { method, path } = c.req;
  if (signIn !== undefined) {
    if (code === 'too_many_requests')
      await options.recordRepeated({ ...signIn, failure: 'too_many' }, addressOf(c));
    // Whom the sign-in in front names, and who may not use the console, is refused at each request of a page.
    else if (signIn.via !== 'proxy' || path === paths.session)
      await record(options, { kind: 'sign_in_refused', person: null, detail: { ...signIn, message } });
    return;
  }
  const visitor: Visitor | undefined = c.get('visitor');
  if (!isRefusedAction(problem) || visitor === undefined) return;
  const place = options.limitActions(visitor.person);
  if (place === 'none') return;
  const only = onlyTarget(targets);
  const [, applicationId = only.applicationId, deploymentId = only.deploymentId] = entryPath.exec(path) ?? [];
  const deployments = countDeployments(targets);
  await record(options, {
    kind: 'action_refused',
    person: visitor.person,
    ...(applicationId !== undefined && { applicationId }),
    ...(deploymentId !== undefined && { deploymentId }),
    detail: {
      code,
      message,
      method,
      path,
      ...(applicationId === undefined && deployments > 0 && { deployments }),
      ...(place === 'last' && { moreMayHaveFollowed: true }),
    },
  });
}

/** Puts a sign-in on record that is refused; not one for which the provider is away, see `RecordRepeated`. */
export async function recordRefusedSignIn<T>(
  options: Options,
  detail: { name?: string; via: 'link' | 'oidc' },
  signIn: Promise<T>,
): Promise<T> {
  try {
    return await signIn;
  } catch (error) {
    const failure = error instanceof SignInError ? { failure: error.failure } : {};
    const isRefused =
      error instanceof SignInError
        ? error.failure !== 'provider_away'
        : error instanceof ProblemError && error.code === 'sign_in_required';
    if (isRefused)
      await record(options, { kind: 'sign_in_refused', person: null, detail: { ...detail, ...failure } });
    throw error;
  }
}
