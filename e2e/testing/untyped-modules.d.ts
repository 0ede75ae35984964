/** What the tests use of `oidc-provider`, which has no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  /** The part of Koa's context that the tests use. */
  interface Context {
    response: { get(header: string): string; set(header: string, value: string): void };
  }

  interface Client {
    client_id: string;
    client_secret: string;
    redirect_uris: string[];
    post_logout_redirect_uris: string[];
  }

  export class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: Client[];
        claims: Record<string, string[]>;
        findAccount: (
          context: unknown,
          id: string,
        ) => { accountId: string; claims: () => Record<string, unknown> };
        cookies: { keys: string[] };
        pkce: { required: () => boolean };
        ttl: { AuthorizationCode: () => number };
      },
    );
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}
