import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { z } from '../../contract/zod';
import { BadConfiguration } from './env-file';
import { groupList, personHeaders, type IdentityProxy } from '../access/identity-proxy';
import { forwardProxyFor, proxyVariableNames, type ForwardProxy } from '../fuse/forward-proxy';
import { isLoopback } from '../http/guard';

const origin = z
  .string()
  .check(
    z.refine(
      (text) =>
        URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text,
      { error: 'must be an origin such as https://console.example.com, with no path' },
    ),
  );

const fuseBaseUrl = z.string().check(
  z.refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: 'must be an https URL',
    abort: true,
  }),
  z.refine((text) => !new URL(text).username && !new URL(text).password, {
    error: 'must not contain credentials',
  }),
  z.refine((text) => !/[?#]/.test(text), { error: 'must not have a query or a fragment' }),
  z.refine(
    (text) =>
      new URL(text).protocol === 'https:' || isLoopback(new URL(text).hostname.replace(/^\[|\]$/g, '')),
    { error: 'may be plain http only for a loopback address' },
  ),
);

const wholeNumber = (min: number, max: number) =>
  z.string().check(
    z.refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    }),
  );

const token = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,200}$/, { error: 'must be 1 to 200 visible ASCII characters, no spaces' }));

const addresses = z.string().check(
  z.refine((text) => addressList(text) !== null, {
    error: 'must be IP addresses or networks such as 10.0.0.0/8, separated by commas',
  }),
);

/** Names separated by commas; empty names are left out. */
const nameList = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

const groupNames = z.string().check(
  z.refine((text) => groupList(text).length > 0, {
    error: 'must be group names, separated by commas or |',
  }),
);

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
  FUSE_EMAIL: z.optional(
    z
      .string()
      .check(z.regex(/^[^\s:\p{Cc}]+@[^\s:\p{Cc}]+$/u, { error: 'must be the account’s e-mail address' })),
  ),
  FUSE_DEVELOPER_KEY: z.optional(
    z.string().check(z.regex(/^\P{Cc}+$/u, { error: 'must not contain control characters' })),
  ),
  FUSE_BASE_URL: z._default(fuseBaseUrl, 'https://fuse.plumvoice.com'),
  FUSE_TIMEOUT_MS: z._default(wholeNumber(1, 600_000), '30000'),
  HOST: z._default(
    z.string().check(
      z.refine((text) => text === 'localhost' || isIP(text) !== 0, {
        error: 'must be an IP address or localhost',
      }),
    ),
    '127.0.0.1',
  ),
  PORT: z._default(wholeNumber(0, 65_535), '4180'),
  PUBLIC_ORIGIN: z.optional(origin),
  DATABASE_URL: z._default(
    z.string().check(
      z.regex(/^(?:file:.+|postgres(?:ql)?:\/\/.+)$/, {
        error: 'must be file:PATH or postgres://…',
      }),
    ),
    'file:./data/console.db',
  ),
  OPERATOR_TOKEN: z.optional(token),
  SUPPORT_TOKEN: z.optional(token),
  TRUSTED_PROXY: z.optional(addresses),
  IDENTITY_HEADER: z._default(
    z.string().check(
      z.refine((text) => personHeader(text) !== undefined, {
        error: `must be one of ${personHeaders.join(', ')}`,
      }),
    ),
    personHeaders[0],
  ),
  OPERATOR_GROUPS: z._default(groupNames, 'operators'),
  SUPPORT_GROUPS: z._default(groupNames, 'support'),
  NON_PRODUCTION_ENVIRONMENTS: z._default(
    z.string().check(
      z.refine((text) => !nameList(text).some((name) => /^prod(?:uction)?$/i.test(name)), {
        error: 'must not name production',
      }),
    ),
    '',
  ),
  BATCH_PAUSE_MS: z._default(wholeNumber(0, 60_000), '500'),
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
const personHeader = (text: string) =>
  personHeaders.find((name) => name.toLowerCase() === text.toLowerCase());

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

/** The console's configuration, checked as a whole. */
export interface Config {
  fuse: { email: string; developerKey: string; baseUrl: URL; proxy: ForwardProxy | null } | null;
  /** Certificates to trust at Fuse instead of Node's own, in PEM; null for Node's own. */
  ca: string[] | null;
  fuseTimeoutMs: number;
  host: string;
  port: number;
  publicOrigin: string | null;
  databaseUrl: string;
  tokens: { operator: string | null; support: string | null };
  identityProxy: IdentityProxy | null;
  batchPauseMs: number;
  nonProductionEnvironments: string[];
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
  const value = result.data;
  if ((value.FUSE_EMAIL === undefined) !== (value.FUSE_DEVELOPER_KEY === undefined)) {
    const missing = value.FUSE_EMAIL === undefined ? 'FUSE_EMAIL' : 'FUSE_DEVELOPER_KEY';
    throw new BadConfiguration(
      `${missing} is not set: set both FUSE_EMAIL and FUSE_DEVELOPER_KEY, or neither for the sandbox.`,
    );
  }
  const fuse =
    value.FUSE_EMAIL !== undefined && value.FUSE_DEVELOPER_KEY !== undefined
      ? {
          email: value.FUSE_EMAIL,
          developerKey: value.FUSE_DEVELOPER_KEY,
          baseUrl: new URL(value.FUSE_BASE_URL),
          proxy: forwardProxyFor(new URL(value.FUSE_BASE_URL), environment),
        }
      : null;
  const publicOrigin = value.PUBLIC_ORIGIN ?? null;
  if (!isLoopback(value.HOST)) {
    if (fuse === null) {
      throw new BadConfiguration(
        `HOST is ${value.HOST}, but the sandbox is open to everyone and so runs on a loopback address only.`,
      );
    }
    if (!publicOrigin?.startsWith('https:')) {
      throw new BadConfiguration(
        `PUBLIC_ORIGIN must be the https address people type when HOST (${value.HOST}) is not a loopback address.`,
      );
    }
  }
  if (value.OPERATOR_TOKEN !== undefined && value.OPERATOR_TOKEN === value.SUPPORT_TOKEN) {
    throw new BadConfiguration('SUPPORT_TOKEN must not be the same as OPERATOR_TOKEN.');
  }
  const extraCa = environment['NODE_EXTRA_CA_CERTS'];
  // Where the environment has it, Node has read it already.
  const isLate = fromFile.includes('NODE_EXTRA_CA_CERTS') && extraCa !== undefined && extraCa !== '';
  const groups = { operator: groupList(value.OPERATOR_GROUPS), support: groupList(value.SUPPORT_GROUPS) };
  const inBoth = groups.support.find((name) => groups.operator.includes(name));
  if (inBoth !== undefined) {
    throw new BadConfiguration(`SUPPORT_GROUPS must not name ${inBoth}, which OPERATOR_GROUPS names.`);
  }
  const proxies = addressList(value.TRUSTED_PROXY ?? '');
  return {
    fuse,
    ca: isLate ? readExtraCertificates(extraCa) : null,
    fuseTimeoutMs: Number(value.FUSE_TIMEOUT_MS),
    host: value.HOST,
    port: Number(value.PORT),
    publicOrigin,
    databaseUrl: value.DATABASE_URL,
    tokens: { operator: value.OPERATOR_TOKEN ?? null, support: value.SUPPORT_TOKEN ?? null },
    batchPauseMs: Number(value.BATCH_PAUSE_MS),
    nonProductionEnvironments: nameList(value.NON_PRODUCTION_ENVIRONMENTS),
    identityProxy:
      value.TRUSTED_PROXY === undefined || proxies === null
        ? null
        : {
            addresses: proxies,
            personHeader: personHeader(value.IDENTITY_HEADER) ?? personHeaders[0],
            groups,
          },
  };
}
