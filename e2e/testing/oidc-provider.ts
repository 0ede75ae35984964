import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { freePort } from './console-server';

export const client = { id: 'fuse-console', secret: 'client-secret-canary' };

/** Who is in which group; anybody else is in none. Every password is right. */
const groups: Readonly<Record<string, string[]>> = { ada: ['campaign-ops'] };

/**
 * A certified OpenID Connect provider on `localhost`: to a browser another site than the console's 127.0.0.1. It serves
 * its own pages for signing in, agreeing and signing out.
 */
export async function startOidcProvider() {
  const server = createServer();
  const port = await freePort();
  const issuer = `http://localhost:${port}`;

  const start = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };

  const provided = {
    issuer,
    /** How long a code is good for, in seconds. */
    codeSeconds: 60,
    /** What happens to the next browser that is led back, before it leaves; the address may be changed. */
    onWayBack: null as ((address: URL) => void | Promise<void>) | null,
    /** The codes of all browsers that were led back. */
    codes: [] as string[],

    /** Knows the console from now on. */
    serve(consoleOrigin: string) {
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: client.id,
            client_secret: client.secret,
            redirect_uris: [`${consoleOrigin}/sign-in/callback`],
            post_logout_redirect_uris: [`${consoleOrigin}/sign-in`],
          },
        ],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'] },
        findAccount: (_, id) => ({
          accountId: id,
          claims: () => ({
            sub: id,
            email: `${id}@example.com`,
            email_verified: true,
            groups: groups[id] ?? [],
          }),
        }),
        cookies: { keys: ['cookie-key-of-the-test'] },
        pkce: { required: () => true },
        ttl: { AuthorizationCode: () => provided.codeSeconds },
      });
      provider.use(async ({ response }, next) => {
        await next();
        const location = response.get('Location');
        const code = URL.canParse(location) ? new URL(location).searchParams.get('code') : null;
        if (code === null) return;
        provided.codes.push(code);
        const { onWayBack } = provided;
        provided.onWayBack = null;
        if (onWayBack === null) return;
        const address = new URL(location);
        await onWayBack(address);
        response.set('Location', address.href);
      });
      server.on('request', provider.callback());
    },
    /** Is away from now on, but finishes what it has begun to answer. */
    stop() {
      server.close();
    },
    /** Is back after `stop`, and knows what it knew. */
    start,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  await start();
  return provided;
}
