import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function jwt(claims: object, key: KeyObject): string {
  const content = `${encode({ alg: 'RS256', kid: 'one' })}.${encode(claims)}`;
  return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`;
}

// Made once: it takes as long as several sign-ins.
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** What the provider says of a person and of a sign-in; each part can be wrong. */
interface Answers {
  claims: Record<string, unknown>;
  /** What only the userinfo endpoint tells. */
  userinfo: Record<string, unknown>;
  /** How far its clock is ahead of the real one, in seconds. */
  aheadSeconds: number;
  /** Claims of the ID token in place of the right ones. */
  override: Record<string, unknown>;
  /** In place of the answer to a code. */
  failure: { status: number; body: object } | null;
  endSession: boolean;
}

/**
 * An OpenID Connect provider in a few lines, whose answers a test can make wrong. Everybody is signed in: `authorize`
 * answers the address that a browser would be led back to.
 */
export async function startSmallProvider(more: Partial<Answers> = {}) {
  const answers: Answers = {
    claims: { email: 'ada@example.com', email_verified: true, groups: ['campaign-ops'] },
    userinfo: {},
    aheadSeconds: 0,
    override: {},
    failure: null,
    endSession: true,
    ...more,
  };
  const codes = new Map<string, { nonce: string; challenge: string; redirectUri: string }>();
  let issuer = '';

  function tokens(body: URLSearchParams): { status: number; body: object } {
    const code = body.get('code') ?? '';
    const begun = codes.get(code);
    codes.delete(code);
    if (answers.failure !== null) return answers.failure;
    const verifier = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight = begun?.challenge === verifier && begun.redirectUri === body.get('redirect_uri');
    if (!isRight) return { status: 400, body: { error: 'invalid_grant' } };
    const now = Math.floor(Date.now() / 1000) + answers.aheadSeconds;
    const claims = {
      iss: issuer,
      sub: 'subject-of-ada',
      aud: 'fuse-console',
      nonce: begun.nonce,
      iat: now,
      exp: now + 300,
      ...answers.claims,
      ...answers.override,
    };
    const token = { access_token: 'access', token_type: 'Bearer', id_token: jwt(claims, privateKey) };
    return { status: 200, body: token };
  }

  async function answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    switch (new URL(request.url ?? '', issuer).pathname) {
      case '/.well-known/openid-configuration':
        return {
          status: 200,
          body: {
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            userinfo_endpoint: `${issuer}/userinfo`,
            jwks_uri: `${issuer}/jwks`,
            ...(answers.endSession && { end_session_endpoint: `${issuer}/end` }),
          },
        };
      case '/jwks': {
        const key = { ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' };
        return { status: 200, body: { keys: [key] } };
      }
      case '/userinfo':
        return { status: 200, body: { sub: 'subject-of-ada', ...answers.userinfo } };
      case '/token':
        return tokens(new URLSearchParams(await text(request)));
      default:
        return { status: 404, body: {} };
    }
  }

  async function send(request: IncomingMessage, response: ServerResponse) {
    const { status, body } = await answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  const server = createServer((request, response) => void send(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  issuer = `http://127.0.0.1:${address.port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);

  return {
    issuer,
    /** Changed by a test at any time. */
    answers,
    close,
    /** Signs the person in who was sent to this address: the address that leads back. */
    authorize(sentTo: string): URL {
      const { searchParams: query } = new URL(sentTo);
      const code = `code-${codes.size}-${query.get('state')}`;
      const redirectUri = query.get('redirect_uri') ?? '';
      codes.set(code, {
        nonce: query.get('nonce') ?? '',
        challenge: query.get('code_challenge') ?? '',
        redirectUri,
      });
      const back = new URL(redirectUri);
      back.search = new URLSearchParams({ code, state: query.get('state') ?? '' }).toString();
      return back;
    },
  };
}
