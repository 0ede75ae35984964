import * as client from 'openid-client';
import { isReservedName, type SignInFailure } from '../../contract';
import { typedLine } from '../../contract/text';
import {
  SignInError,
  type ProviderPerson,
  type ProviderSettings,
  type SignInAttempt,
} from './provider-sign-in';

import { createProviderFetch, type Network } from './provider-fetch';

const personName = typedLine(200);
const [maxGroups, maxGroupLength] = [1000, 200];
const timeoutSeconds = 10;
/** OpenID Connect Core §3.1.3.7 allows "some small leeway, usually no more than a few minutes". */
const toleranceSeconds = 300;
/** What `openid-client` allows for a token from the past holds for one from the future too. */
const longestDifferenceSeconds = 3600;

/** What an error of `openid-client` means for the person. */
function failureOf(error: unknown): SignInFailure {
  if (error instanceof client.AuthorizationResponseError)
    return error.error === 'access_denied' ? 'denied' : 'refused';
  if (error instanceof client.ResponseBodyError) {
    if (error.status >= 500) return 'provider_away';
    return error.error === 'invalid_grant' ? 'expired' : 'refused';
  }
  if (error instanceof client.ClientError) {
    if (error.code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return 'clock';
    if (error.code === 'OAUTH_TIMEOUT') return 'provider_away';
    // A gateway in front of the provider answers in its place.
    if (error.cause instanceof Response && error.cause.status >= 500) return 'provider_away';
    return 'refused';
  }
  // `fetch` rejects so where there is no connection.
  return error instanceof TypeError && error.message === 'fetch failed' ? 'provider_away' : 'refused';
}

/** An error in one short line, without the token response or the code that its cause can hold. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  const told =
    error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError
      ? `: ${error.error} ${error.error_description ?? ''}`
      : '';
  const cause = error instanceof TypeError && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${own}${told}${cause}`.slice(0, 500);
}

/** Whatever goes wrong at the provider as a `SignInError`. */
export async function orFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof SignInError ? error : new SignInError(failureOf(error), describe(error));
  }
}

/** The client's secret in the way that OpenID Connect Core §9 has by default, or in the other one where that is all there is. */
const authenticate =
  (secret: string): client.ClientAuth =>
  (server, ...request) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const method = methods.includes('client_secret_basic')
      ? client.ClientSecretBasic
      : client.ClientSecretPost;
    method(secret)(server, ...request);
  };

type Claims = Readonly<Record<string, unknown>>;

function readPerson({ personClaim }: ProviderSettings, claims: Claims): string {
  const parsed = personName.safeParse(claims[personClaim]);
  if (!parsed.success || isReservedName(parsed.data))
    throw new SignInError(
      'no_person',
      `The claim ${personClaim} holds no name that can go into the journal.`,
    );
  // Somebody could have entered another person's address, whose name the journal would then show.
  if (personClaim === 'email' && claims['email_verified'] === false)
    throw new SignInError('unverified_email', 'The provider says that the e-mail address is not verified.');
  return parsed.data;
}

/** The groups of a claim that is a list of names, or one name. */
function readGroups(claim: unknown): string[] {
  const names = (Array.isArray(claim) ? claim : [claim]).filter(
    (name): name is string => typeof name === 'string' && name !== '' && name.length <= maxGroupLength,
  );
  return [...new Set(names)].slice(0, maxGroups);
}

/** Asks the provider for its addresses. `time` is the console's own, in milliseconds. */
export function discover(
  settings: ProviderSettings,
  time: number,
  network: Network,
): Promise<client.Configuration> {
  const issuer = new URL(settings.issuer);
  return client.discovery(
    issuer,
    settings.clientId,
    {
      // By the console's own clock, like every other time.
      [client.clockSkew]: Math.round((time - Date.now()) / 1000),
      [client.clockTolerance]: toleranceSeconds,
    },
    authenticate(settings.clientSecret),
    {
      timeout: timeoutSeconds,
      // Kept for every later request to the provider.
      [client.customFetch]: createProviderFetch(network),
      // The configuration allows plain http on a loopback address only.
      ...(issuer.protocol === 'http:' && { execute: [client.allowInsecureRequests] }),
    },
  );
}

/** The address to send the browser to, with PKCE, state and nonce (RFC 7636, OpenID Connect Core §3.1.2.1). */
export async function authorizationAddress(
  configuration: client.Configuration,
  { scopes }: ProviderSettings,
  redirectUri: string,
): Promise<{ address: URL; attempt: SignInAttempt }> {
  const attempt = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier: client.randomPKCECodeVerifier(),
  };
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(attempt.codeVerifier),
    code_challenge_method: 'S256',
  });
  return { address, attempt };
}

/** The claims of the ID token, and those of the userinfo endpoint where a claim that is needed is not among them. */
async function readClaims(
  configuration: client.Configuration,
  settings: ProviderSettings,
  tokens: Awaited<ReturnType<typeof client.authorizationCodeGrant>>,
  time: number,
): Promise<client.IDToken> {
  const claims = tokens.claims();
  if (claims === undefined) throw new SignInError('refused', 'The provider sent no ID token.');
  if (claims.iat > time / 1000 + longestDifferenceSeconds)
    throw new SignInError('clock', 'The ID token was issued in the future.');
  const isComplete = [settings.personClaim, settings.groupsClaim].every((name) => name in claims);
  if (isComplete || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
  const more = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  return { ...more, ...claims };
}

/** Exchanges the code in the address that the provider has led back to. */
export async function readProviderPerson(
  configuration: client.Configuration,
  settings: ProviderSettings,
  callback: URL,
  { state, nonce, codeVerifier }: SignInAttempt,
  time: number,
): Promise<ProviderPerson> {
  const tokens = await client.authorizationCodeGrant(configuration, callback, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  });
  const claims = await readClaims(configuration, settings, tokens, time);
  return {
    person: readPerson(settings, claims),
    issuer: settings.issuer,
    subject: claims.sub,
    groups: readGroups(claims[settings.groupsClaim]),
  };
}

/**
 * The address that ends the provider's own session and leads back; null where the provider has none. It names the client,
 * which `openid-client` adds, and the person: no ID token is kept that could.
 */
export function signOutAddress(
  configuration: client.Configuration,
  returnTo: string,
  person: string,
): URL | null {
  if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
  return client.buildEndSessionUrl(configuration, {
    post_logout_redirect_uri: returnTo,
    logout_hint: person,
  });
}
