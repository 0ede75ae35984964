import type { Context } from 'hono';
import { paths } from '../../../contract';
import type { Visitor } from '../../access/access';
import { SignInError } from '../../access/provider-sign-in';
import type { AppEnv, AppOptions } from '../../http/app-env';
import { ProblemError } from '../../http/problems';
import type { Log } from '../../run/log';
import type { NewChange, Store } from '../../store/store';

interface Options {
  store: Pick<Store, 'recordChange'>;
  log: Log;
}

/** What a signed-in person may not do, or nobody may. */
const refusals = new Set<ProblemError['code']>(['role_required', 'protected']);

const entryPath = /^\/api\/applications\/(\d+)(?:\/deployments\/(\d+))?$/;

/** Writes a refusal down before it is answered. One that cannot be written is answered all the same, and logged. */
async function record({ store, log }: Options, change: NewChange): Promise<void> {
  await store.recordChange(change).catch((error: unknown) => log('refusal_not_written', { error }));
}

/** Puts the refusal of an action or of a key, token or identity header on record, if the problem is one. */
export async function recordRefusal(
  options: Pick<AppOptions, 'store' | 'log'>,
  { code, message, target, signIn }: ProblemError,
  c: Context<AppEnv>,
): Promise<void> {
  const { method, path } = c.req;
  if (signIn !== undefined) {
    // Whom the sign-in in front names, and who may not use the console, is refused at each request of a page.
    if (signIn.via !== 'proxy' || path === paths.session)
      await record(options, { kind: 'sign_in_refused', person: null, detail: { ...signIn, message } });
    return;
  }
  const visitor: Visitor | undefined = c.get('visitor');
  if (!refusals.has(code) || visitor === undefined) return;
  const [, applicationId = target?.applicationId, deploymentId = target?.deploymentId] =
    entryPath.exec(path) ?? [];
  await record(options, {
    kind: 'action_refused',
    person: visitor.person,
    ...(applicationId !== undefined && { applicationId }),
    ...(deploymentId !== undefined && { deploymentId }),
    detail: { code, message, method, path },
  });
}

/** Puts a sign-in on record that is refused; not one that came too early after many others. */
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
