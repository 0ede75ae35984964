import { BlockList } from 'node:net';
import { identityHeader, paths, session } from '../../contract';
import { liveAccess } from '../access/access';
import { createApp } from '../app';
import { consoleFile, noConsoleFile, type ConsoleFile } from '../config/console-file';
import type { AppOptions } from '../http/app-env';
import { host, openConsole, scriptedFuse, tokens } from './test-app';

/** A configuration file with this in it. */
export function fileWith(parts: object): ConsoleFile {
  const parsed = consoleFile.parse(parts);
  return { ...noConsoleFile, ...parsed, groups: parsed.groups ?? {}, rules: parsed.rules };
}

const proxyAddress = '10.0.0.1';

/** Who sends a request: what they show, and what the console makes of it. */
export interface Sender {
  headers: Record<string, string>;
  address: string;
}

export const nobody: Sender = { headers: {}, address: '10.0.0.9' };

/** Somebody whom the identity-aware proxy in front names with these groups. */
export function viaProxy(person: string, ...groups: string[]): Sender {
  return {
    headers: { 'x-forwarded-email': person, 'x-forwarded-groups': groups.join(',') },
    address: proxyAddress,
  };
}

export function withToken(role: keyof typeof tokens): Sender {
  return { ...nobody, headers: { authorization: `Bearer ${tokens[role]}` } };
}

/**
 * A live console with everybody's way in, and a file in force that can be changed; Fuse refuses every cancellation, so
 * that none stands in the way of the next one.
 */
export async function openToEverybody(
  file: ConsoleFile,
  overrides: Partial<AppOptions> = {},
  ownFuse?: AppOptions['fuse'],
) {
  const inForce = { file };
  const holder = { current: () => inForce.file };
  const addresses = new BlockList();
  addresses.addAddress(proxyAddress);
  const { fuse, sent } = scriptedFuse(() => ({
    kind: 'answered',
    status: 404,
    doubt: null,
    isPage: false,
    message: null,
    retryAfter: null,
    sentAt: '2026-01-02T03:04:05.000Z',
    answeredAt: '2026-01-02T03:04:05.100Z',
  }));
  const groups = { operator: ['operators'], support: ['support'] };
  const proxy = { addresses, personHeader: 'X-Forwarded-Email', groups } as const;
  const inner = await openConsole({ live: true });
  const { store } = inner;
  const access = liveAccess({ store, tokens, proxy, consoleFile: holder, now: () => new Date() });
  const console_ = createApp({
    ...inner.appOptions,
    ...overrides,
    fuse: ownFuse ?? fuse,
    access,
    consoleFile: holder,
  });

  /** Sends a request as the page would, with the identity of the sender's session. */
  async function ask(
    { headers, address }: Sender,
    path: string,
    {
      method = 'GET',
      body,
      headers: more = {},
    }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const own = new Headers({ host, ...headers, ...more });
    if (method !== 'GET') own.set('origin', `http://${host}`);
    if (text !== undefined) {
      own.set('content-type', 'application/json');
      own.set('content-length', String(Buffer.byteLength(text)));
    }
    const bindings = { incoming: { socket: { remoteAddress: address, destroy: () => undefined } } };
    if (method !== 'GET' && headers['authorization'] === undefined) {
      const request = new Request(`http://${host}${paths.session}`, {
        headers: new Headers({ host, ...headers }),
      });
      const shown = session.safeParse(await (await console_.fetch(request, bindings)).json());
      if (shown.success) own.set(identityHeader, shown.data.identity);
    }
    const request = new Request(`http://${host}${path}`, {
      method,
      headers: own,
      ...(text !== undefined && { body: text }),
    });
    return console_.fetch(request, bindings);
  }

  /** Signs somebody in by a link. */
  async function viaLink(name: string, role: keyof typeof tokens): Promise<Sender> {
    const body = { name, token: tokens[role] };
    const answer = await ask(nobody, paths.session, { method: 'POST', body });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return { ...nobody, headers: { cookie } };
  }

  /** Somebody whom the OpenID Connect provider of the file has signed in with these groups. */
  async function viaProvider(person: string, ...groups: string[]): Promise<Sender> {
    const { openIdConnect } = inForce.file.signIn;
    if (openIdConnect === undefined || access.sessions === null) throw new Error('no provider');
    const { issuer } = openIdConnect;
    const { sessionId } = await access.sessions.open({
      via: 'oidc',
      person,
      issuer,
      subject: person,
      groups,
    });
    return { ...nobody, headers: { cookie: `console_live_4180=${sessionId}` } };
  }

  return { ...inner, app: console_, ask, viaLink, viaProvider, sent, inForce };
}
