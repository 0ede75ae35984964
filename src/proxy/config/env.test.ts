import { describe, expect, it } from 'vitest';
import { readConfig } from './env';

const account = { FUSE_EMAIL: 'a@b.example', FUSE_DEVELOPER_KEY: 'key' };

describe('readConfig', () => {
  it('has the documented defaults', () => {
    expect(readConfig({})).toEqual({
      fuse: null,
      ca: null,
      forwardingProxies: [],
      proxyFor: expect.any(Function),
      fuseTimeoutMs: 30_000,
      batchPauseMs: 500,
      nonProductionEnvironments: [],
      host: '127.0.0.1',
      port: 4180,
      publicOrigin: null,
      databaseUrl: 'file:./data/console.db',
      tokens: { operator: null, support: null },
      identityProxy: null,
      consoleFile: {
        path: 'console.yaml',
        isOptional: true,
        groups: { operator: ['operators'], support: ['support'], given: [] },
        hasTrustedProxy: false,
      },
    });
  });

  it('reaches other addresses as Fuse, also after the variables have left the environment', () => {
    const environment: Record<string, string> = { HTTPS_PROXY: 'proxy:3128', NO_PROXY: 'inside.example' };
    const { proxyFor } = readConfig(environment);
    delete environment['HTTPS_PROXY'];
    expect(proxyFor(new URL('https://login.example'))).toMatchObject({ host: 'proxy', port: 3128 });
    expect(proxyFor(new URL('https://login.inside.example'))).toBeNull();
    expect(proxyFor(new URL('http://127.0.0.1:1'))).toBeNull();
  });

  it('takes an empty variable as not set', () => {
    expect(readConfig({ FUSE_EMAIL: '', FUSE_DEVELOPER_KEY: ' ', PORT: '' }).fuse).toBeNull();
  });

  it('goes live with both credentials', () => {
    expect(readConfig(account).fuse?.baseUrl.href).toBe('https://fuse.plumvoice.com/');
  });

  it.each([
    ['FUSE_DEVELOPER_KEY', { FUSE_EMAIL: 'a@b.example' }],
    ['FUSE_EMAIL', { FUSE_DEVELOPER_KEY: 'key' }],
    ['FUSE_EMAIL', { ...account, FUSE_EMAIL: 'a:b@c.example' }],
    ['FUSE_DEVELOPER_KEY', { ...account, FUSE_DEVELOPER_KEY: 'a\u0007b' }],
    ['FUSE_BASE_URL', { FUSE_BASE_URL: 'fuse.plumvoice.com' }],
    ['FUSE_BASE_URL', { FUSE_BASE_URL: 'ftp://fuse.plumvoice.com' }],
    ['FUSE_BASE_URL', { FUSE_BASE_URL: 'http://fuse.plumvoice.com' }],
    ['FUSE_BASE_URL', { FUSE_BASE_URL: 'http://127.0.0.1.example.com' }],
    ['FUSE_BASE_URL', { FUSE_BASE_URL: 'https://me:secret@fuse.plumvoice.com' }],
    ['FUSE_BASE_URL', { FUSE_BASE_URL: 'https://fuse.plumvoice.com/?a' }],
    ['FUSE_BASE_URL', { FUSE_BASE_URL: 'https://fuse.plumvoice.com/#a' }],
    ['FUSE_TIMEOUT_MS', { FUSE_TIMEOUT_MS: '0' }],
    ['FUSE_TIMEOUT_MS', { FUSE_TIMEOUT_MS: '30s' }],
    ['HOST', { HOST: 'console.example.com' }],
    ['HOST', { HOST: '0.0.0.0' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '-1' }],
    ['PUBLIC_ORIGIN', { PUBLIC_ORIGIN: 'console.example.com' }],
    ['PUBLIC_ORIGIN', { PUBLIC_ORIGIN: 'https://console.example.com/path' }],
    ['PUBLIC_ORIGIN', { ...account, HOST: '0.0.0.0' }],
    ['PUBLIC_ORIGIN', { ...account, HOST: '0.0.0.0', PUBLIC_ORIGIN: 'http://console.example.com' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://localhost/console' }],
    ['OPERATOR_TOKEN', { OPERATOR_TOKEN: 'two words' }],
    ['SUPPORT_TOKEN', { OPERATOR_TOKEN: 'same', SUPPORT_TOKEN: 'same' }],
    ['TRUSTED_PROXY', { TRUSTED_PROXY: '10.0.0.0/33' }],
    ['TRUSTED_PROXY', { TRUSTED_PROXY: 'proxy.example.com' }],
    ['REVERSE_PROXY', { REVERSE_PROXY: 'proxy.example.com' }],
    ['NON_PRODUCTION_ENVIRONMENTS', { NON_PRODUCTION_ENVIRONMENTS: 'qa, Production' }],
    ['IDENTITY_HEADER', { IDENTITY_HEADER: 'X-Real-IP' }],
    ['OPERATOR_GROUPS', { OPERATOR_GROUPS: ' , |' }],
    ['SUPPORT_GROUPS', { OPERATOR_GROUPS: 'a|b', SUPPORT_GROUPS: 'b,c' }],
  ])('names %s in one line for %j', (name, environment) => {
    expect(() => readConfig(environment)).toThrow(new RegExp(`^[^\\n]*${name}[^\\n]*$`));
  });

  it('never repeats a secret in its message', () => {
    const url = 'https://me:hunter2@fuse.plumvoice.com';
    expect(() => readConfig({ FUSE_BASE_URL: url })).not.toThrow(/hunter2/);
  });

  it.each(['http://127.0.0.1:9', 'http://localhost:9', 'http://[::1]:9'])('allows plain %s', (url) => {
    expect(readConfig({ ...account, FUSE_BASE_URL: url }).fuse?.baseUrl.origin).toBe(url);
  });

  it('believes addresses and networks in TRUSTED_PROXY', () => {
    const addresses = readConfig({ TRUSTED_PROXY: '10.0.0.0/8, ::1' }).identityProxy?.addresses;
    expect(addresses?.check('10.1.2.3')).toBe(true);
    expect(addresses?.check('11.1.2.3')).toBe(false);
    expect(addresses?.check('::1', 'ipv6')).toBe(true);
  });

  it('takes the address of visitors from REVERSE_PROXY and from TRUSTED_PROXY', () => {
    expect(readConfig({}).forwardingProxies).toEqual([]);
    const { forwardingProxies, identityProxy } = readConfig({
      REVERSE_PROXY: '10.0.0.0/8',
      TRUSTED_PROXY: '::1',
    });
    expect(forwardingProxies.map((list) => [list.check('10.1.2.3'), list.check('::1', 'ipv6')])).toEqual([
      [true, false],
      [false, true],
    ]);
    // It names no person.
    expect(identityProxy?.addresses.check('10.1.2.3')).toBe(false);
    expect(readConfig({ REVERSE_PROXY: '10.0.0.1' }).identityProxy).toBeNull();
  });

  it('reads the names of environments that are not production', () => {
    const { nonProductionEnvironments } = readConfig({ NON_PRODUCTION_ENVIRONMENTS: 'qa, Load test,,' });
    expect(nonProductionEnvironments).toEqual(['qa', 'Load test']);
  });

  it('reads the header that names the person, and the groups of each role', () => {
    const TRUSTED_PROXY = '10.0.0.1';
    expect(readConfig({ TRUSTED_PROXY }).identityProxy).toMatchObject({
      personHeader: 'X-Forwarded-Email',
      groups: { operator: ['operators'], support: ['support'] },
    });
    const OPERATOR_GROUPS = '/operators, role:operators | 6f1c1a1e-8f0e-4a7c-9a55-0d6c9f1f7f10';
    expect(
      readConfig({ TRUSTED_PROXY, OPERATOR_GROUPS, IDENTITY_HEADER: 'x-forwarded-user' }).identityProxy,
    ).toMatchObject({
      personHeader: 'X-Forwarded-User',
      groups: { operator: ['/operators', 'role:operators', '6f1c1a1e-8f0e-4a7c-9a55-0d6c9f1f7f10'] },
    });
  });
});
