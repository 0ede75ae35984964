import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { z } from '../../contract/zod';
import { BadConfiguration } from './env-file';
import type { ConsoleFileSource } from './console-file-holder';
import { groupList, personHeaders, type IdentityProxy } from '../access/identity-proxy';
import { forwardProxyFor, proxyVariableNames, type ForwardProxy } from '../fuse/forward-proxy';
import { isLoopback } from '../http/guard';

/** A variable whose text is read into a value; where `read` answers null, the text breaks the rule. */
const readBy = <T>(read: (text: string) => T | null, rule: string) =>
  z.pipe(
    z.string(),
    z.transform((text: string, { issues }) => {
      const value = read(text);
      if (value !== null) return value;
      issues.push({ code: 'custom', input: text, message: rule });
      return z.NEVER;
    }),
  );

const matching = (pattern: RegExp, rule: string) => z.string().check(z.regex(pattern, { error: rule }));

function httpUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? url : null;
}

const origin = readBy(
  (text) => (httpUrl(text)?.origin === text ? text : null),
  'must be an origin such as https://console.example.com, with no path',
);

const fuseBaseUrl = z.pipe(
  readBy(httpUrl, 'must be an https URL'),
  z.instanceof(URL).check(
    z.refine((url) => !url.username && !url.password, { error: 'must not contain credentials' }),
    z.refine((url) => !/[?#]/.test(url.href), { error: 'must not have a query or a fragment' }),
    z.refine((url) => url.protocol === 'https:' || isLoopback(url.hostname.replace(/^\[|\]$/g, '')), {
      error: 'may be plain http only for a loopback address',
    }),
  ),
);

const wholeNumber = (min: number, max: number) =>
  readBy((text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    return number >= min && number <= max ? number : null;
  }, `must be a whole number from ${min} to ${max}`);

const token = matching(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters, no spaces');

function addressList(text: string): BlockList | null {
  const list = new BlockList();
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    const [address = '', prefix, ...rest] = entry.split('/');
    const version = isIP(address);
    const bits = version === 4 ? 32 : 128;
    if (version === 0 || rest.length > 0) return null;
    if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)) return null;
    list.addSubnet(address, prefix === undefined ? bits : Number(prefix), version === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

const proxyAddresses = readBy(
  addressList,
  'must be IP addresses or networks such as 10.0.0.0/8, separated by commas',
);

const groupNames = readBy((text) => {
  const names = groupList(text);
  return names.length > 0 ? names : null;
}, 'must be group names, separated by commas or |');

/** Environments that are not production, separated by commas; empty names are left out. */
function nonProductionNames(text: string): string[] | null {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.some((name) => /^prod(?:uction)?$/i.test(name)) ? null : names;
}

/** Variables that a program started from here, such as a browser, must not inherit. */
export const secretNames = [
  'FUSE_DEVELOPER_KEY',
  'OPERATOR_TOKEN',
  'SUPPORT_TOKEN',
  'DATABASE_URL',
  'HTTPS_PROXY',
  'https_proxy',
] as const;

const variables = z.object({
  FUSE_EMAIL: z.optional(matching(/^[^\s:\p{Cc}]+@[^\s:\p{Cc}]+$/u, 'must be the account’s e-mail address')),
  FUSE_DEVELOPER_KEY: z.optional(matching(/^\P{Cc}+$/u, 'must not contain control characters')),
  FUSE_BASE_URL: z.prefault(fuseBaseUrl, 'https://fuse.plumvoice.com'),
  FUSE_TIMEOUT_MS: z.prefault(wholeNumber(1, 600_000), '30000'),
  HOST: z.prefault(
    readBy(
      (text) => (text === 'localhost' || isIP(text) !== 0 ? text : null),
      'must be an IP address or localhost',
    ),
    '127.0.0.1',
  ),
  PORT: z.prefault(wholeNumber(0, 65_535), '4180'),
  PUBLIC_ORIGIN: z.optional(origin),
  DATABASE_URL: z.prefault(
    matching(/^(?:file:.+|postgres(?:ql)?:\/\/.+)$/, 'must be file:PATH or postgres://…'),
    'file:./data/console.db',
  ),
  OPERATOR_TOKEN: z.optional(token),
  SUPPORT_TOKEN: z.optional(token),
  TRUSTED_PROXY: z.optional(proxyAddresses),
  REVERSE_PROXY: z.optional(proxyAddresses),
  IDENTITY_HEADER: z.prefault(
    readBy(
      (text) => personHeaders.find((name) => name.toLowerCase() === text.toLowerCase()) ?? null,
      `must be one of ${personHeaders.join(', ')}`,
    ),
    personHeaders[0],
  ),
  OPERATOR_GROUPS: z.prefault(groupNames, 'operators'),
  SUPPORT_GROUPS: z.prefault(groupNames, 'support'),
  NON_PRODUCTION_ENVIRONMENTS: z.prefault(readBy(nonProductionNames, 'must not name production'), ''),
  CONFIG_FILE: z.optional(matching(/^\P{Cc}+$/u, 'must be the path of a file')),
  BATCH_PAUSE_MS: z.prefault(wholeNumber(0, 60_000), '500'),
});

/** The names of all variables that the console knows. */
export const variableNames: readonly string[] = [
  ...Object.keys(variables.shape),
  ...proxyVariableNames,
  'NODE_EXTRA_CA_CERTS',
];

/**
 * Node's own certificates and those of the file that NODE_EXTRA_CA_CERTS names: what Node itself does with the variable,
 * but only where it is set before Node starts.
 */
function readExtraCertificates(path: string): string[] {
  try {
    const pem = readFileSync(path, 'utf8');
    // Throws where there is no certificate in it.
    void new X509Certificate(pem);
    return [...rootCertificates, pem];
  } catch {
    throw new BadConfiguration('NODE_EXTRA_CA_CERTS must name a readable file of certificates in PEM.');
  }
}

/** The console's configuration, checked as a whole. */
export interface Config {
  fuse: { email: string; developerKey: string; baseUrl: URL; proxy: ForwardProxy | null } | null;
  /** Certificates to trust instead of Node's own, in PEM; null for Node's own. */
  ca: string[] | null;
  /** The proxy through which another address is reached, by the variables of the start; null for none. */
  proxyFor: (url: URL) => ForwardProxy | null;
  fuseTimeoutMs: number;
  host: string;
  port: number;
  publicOrigin: string | null;
  databaseUrl: string;
  tokens: { operator: string | null; support: string | null };
  identityProxy: IdentityProxy | null;
  /** The proxies whose `X-Forwarded-For` names the visitor's address: REVERSE_PROXY's and TRUSTED_PROXY's. */
  forwardingProxies: BlockList[];
  batchPauseMs: number;
  nonProductionEnvironments: string[];
  consoleFile: ConsoleFileSource;
}

/**
 * Reads the variables of `.env.example`; an empty one counts as not set. Throws `BadConfiguration` for a
 * bad value or a combination that is not safe. `fromFile` are the names that `.env` has set.
 */
export function readConfig(environment: NodeJS.ProcessEnv, fromFile: readonly string[] = []): Config {
  const setVariables = Object.fromEntries(
    Object.keys(variables.shape)
      .map((name) => [name, environment[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = variables.safeParse(setVariables);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new BadConfiguration(`${issue?.path.join('.')} ${issue?.message}.`);
  }
  const {
    FUSE_EMAIL: email,
    FUSE_DEVELOPER_KEY: developerKey,
    FUSE_BASE_URL: baseUrl,
    HOST: host,
    PUBLIC_ORIGIN: publicOrigin = null,
    OPERATOR_TOKEN: operator = null,
    SUPPORT_TOKEN: support = null,
    TRUSTED_PROXY: addresses,
    REVERSE_PROXY: reverseProxies,
    ...value
  } = result.data;
  if ((email === undefined) !== (developerKey === undefined)) {
    const missing = email === undefined ? 'FUSE_EMAIL' : 'FUSE_DEVELOPER_KEY';
    throw new BadConfiguration(
      `${missing} is not set: set both FUSE_EMAIL and FUSE_DEVELOPER_KEY, or neither for the sandbox.`,
    );
  }
  const fuse =
    email !== undefined && developerKey !== undefined
      ? { email, developerKey, baseUrl, proxy: forwardProxyFor(baseUrl, environment) }
      : null;
  if (!isLoopback(host)) {
    if (fuse === null) {
      throw new BadConfiguration(
        `HOST is ${host}, but the sandbox is open to everyone and so runs on a loopback address only.`,
      );
    }
    if (!publicOrigin?.startsWith('https:')) {
      throw new BadConfiguration(
        `PUBLIC_ORIGIN must be the https address people type when HOST (${host}) is not a loopback address.`,
      );
    }
  }
  if (operator !== null && operator === support)
    throw new BadConfiguration('SUPPORT_TOKEN must not be the same as OPERATOR_TOKEN.');
  // They are taken out of the environment after this, with everything that may hold a secret.
  const ofProxy = Object.fromEntries(proxyVariableNames.map((name) => [name, environment[name]]));
  const extraCa = environment['NODE_EXTRA_CA_CERTS'];
  // Where the environment has it, Node has read it already.
  const isLate = fromFile.includes('NODE_EXTRA_CA_CERTS') && extraCa !== undefined && extraCa !== '';
  const groups = { operator: value.OPERATOR_GROUPS, support: value.SUPPORT_GROUPS };
  const inBoth = groups.support.find((name) => groups.operator.includes(name));
  if (inBoth !== undefined)
    throw new BadConfiguration(`SUPPORT_GROUPS must not name ${inBoth}, which OPERATOR_GROUPS names.`);
  return {
    fuse,
    ca: isLate ? readExtraCertificates(extraCa) : null,
    proxyFor: (url) => forwardProxyFor(url, ofProxy),
    fuseTimeoutMs: value.FUSE_TIMEOUT_MS,
    host,
    port: value.PORT,
    publicOrigin,
    databaseUrl: value.DATABASE_URL,
    tokens: { operator, support },
    batchPauseMs: value.BATCH_PAUSE_MS,
    nonProductionEnvironments: value.NON_PRODUCTION_ENVIRONMENTS,
    consoleFile: {
      path: value.CONFIG_FILE ?? 'console.yaml',
      hasTrustedProxy: addresses !== undefined,
      isOptional: value.CONFIG_FILE === undefined,
      groups: {
        ...groups,
        given: ['OPERATOR_GROUPS', 'SUPPORT_GROUPS'].filter((name) => setVariables[name] !== undefined),
      },
    },
    forwardingProxies: [reverseProxies, addresses].filter((list) => list !== undefined),
    identityProxy:
      addresses === undefined ? null : { addresses, personHeader: value.IDENTITY_HEADER, groups },
  };
}
