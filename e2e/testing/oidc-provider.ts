import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { listenOnFreePort } from './console-server';

export const client = { id: 'fuse-console', secret: 'client-secret-canary' };

/** Who is in which group; anybody else is in none. Every password is right. */
const groups: Readonly<Record<string, string[]>> = { ada: ['campaign-ops'] };

/**
 * A certified OpenID Connect provider on `localhost`: to a browser another site than the console's 127.0.0.1. It serves
 * its own pages for signing in, agreeing and signing out.
 */
export async function startOidcProvider() {
  const server = createServer();
  const issuer = `http://localhost:${await listenOnFreePort(server)}`;
  return {
    issuer,
    /** Knows the console from now on, and answers. */
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
      });
      server.on('request', provider.callback());
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
