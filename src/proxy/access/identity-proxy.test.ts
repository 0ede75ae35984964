import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { noFile, openConsole, tokens } from '../testing/test-app';
import { liveAccess } from './access';
import { groupList, type IdentityProxy } from './identity-proxy';

const addresses = new BlockList();
addresses.addAddress('10.0.0.1');
const proxy: IdentityProxy = {
  addresses,
  personHeader: 'X-Forwarded-Email',
  groups: { operator: ['operators'], support: ['support'] },
};

/** Whom a request with these headers is from. */
async function identify(
  headers: Record<string, string>,
  {
    from = '10.0.0.1',
    authorization,
    ...changed
  }: Partial<IdentityProxy> & { from?: string; authorization?: string } = {},
) {
  const { store } = await openConsole({ live: true });
  const access = liveAccess({
    store,
    tokens,
    proxy: { ...proxy, ...changed },
    consoleFile: noFile,
    now: () => new Date(),
  });
  return access.identify({
    authorization,
    sessionId: undefined,
    peer: from,
    address: from,
    header: (name) => headers[name],
  });
}

const ada = (groups: string) => ({ 'x-forwarded-email': 'ada@example.com', 'x-forwarded-groups': groups });

describe('an identity-aware proxy', () => {
  it('names the person and role, from its own address only', async () => {
    expect(await identify(ada('staff,operators'))).toMatchObject({
      person: 'ada@example.com',
      grants: [{ may: ['cancel', 'save', 'confirm'] }],
      role: 'operator',
      via: 'proxy',
    });
    expect(await identify(ada('support'), { from: '::ffff:10.0.0.1' })).toMatchObject({ role: 'support' });
    expect(await identify(ada('operators'), { from: '10.0.0.2' })).toBeNull();
  });

  it('may pass on a token of its own', async () => {
    const options = { authorization: 'Bearer eyJ.abc.def' };
    expect(await identify(ada('operators'), options)).toMatchObject({ person: 'ada@example.com' });
    await expect(identify(ada('operators'), { ...options, from: '10.0.0.2' })).rejects.toMatchObject({
      code: 'sign_in_required',
    });
  });

  it.each([undefined, '', '  '])(
    'that leaves its header at %j names nobody, whatever the client adds',
    async (email) => {
      const headers = {
        ...(email !== undefined && { 'x-forwarded-email': email }),
        'x-forwarded-user': 'boss',
        'x-forwarded-preferred-username': 'boss',
        'x-forwarded-groups': 'operators',
      };
      expect(await identify(headers)).toBeNull();
    },
  );

  it('is named only by the configured header', async () => {
    const headers = { ...ada('support'), 'x-forwarded-user': 'ada' };
    expect(await identify(headers, { personHeader: 'X-Forwarded-User' })).toMatchObject({ person: 'ada' });
    expect(await identify(ada('support'), { personHeader: 'X-Forwarded-User' })).toBeNull();
  });
});

describe('what an identity-aware proxy calls a person', () => {
  const named = (email: string) =>
    identify({ 'x-forwarded-email': Buffer.from(email).toString('latin1'), 'x-forwarded-groups': 'support' });

  it.each(['José 李', 'plain@example.com', 'script@example.com'])(
    '%s is read as it was written',
    async (name) => {
      expect(await named(name)).toMatchObject({ person: name });
    },
  );

  it('is read without what is invisible around it', async () => {
    expect(await named('\u200Bada@example.com\u00A0\uFEFF')).toMatchObject({ person: 'ada@example.com' });
  });

  it.each([
    '\u3164\u2800',
    'a\u009B31m',
    'a\u202Eb',
    'x'.repeat(201),
    'script (operator)',
    'Script (support)',
    'script\u00AD (operator)',
    'ｓｃｒｉｐｔ（operator）',
  ])('%j does not go into the journal', async (name) => {
    await expect(named(name)).rejects.toMatchObject({
      code: 'role_required',
      signIn: {
        via: 'proxy',
        name: expect.not.stringMatching(/\p{C}|.{201}/u) as unknown,
      },
    });
  });
});

describe('groups', () => {
  const guid = '6f1c1a1e-8f0e-4a7c-9a55-0d6c9f1f7f10';
  const groups = { operator: ['/operators', 'role:operators', guid, 'Équipe'], support: ['Call Support'] };
  const findRole = async (header: string) => (await identify(ada(header), { groups }))?.role;

  it.each(['/operators', 'x|role:operators|y', `a, ${guid}`, 'Call Support|/operators'])(
    'the name in %j makes an operator',
    async (header) => {
      expect(await findRole(header)).toBe('operator');
    },
  );

  it('may hold spaces and letters of any language', async () => {
    expect(await findRole('a,Call Support')).toBe('support');
    expect(await findRole(Buffer.from('Équipe').toString('latin1'))).toBe('operator');
  });

  it.each(['operators', '/Operators', '/operators/eu', 'xrole:operators', 'Call', guid.toUpperCase()])(
    'are compared exactly: %j is none',
    async (header) => {
      await expect(findRole(header)).rejects.toMatchObject({ code: 'role_required' });
    },
  );

  it('that arrived are named to a person who is in none of ours, at most ten, without control characters', async () => {
    await expect(findRole('staff|\u001b[31mred, other')).rejects.toThrow(
      '“/operators”, “role:operators”, “6f1c1a1e-8f0e-4a7c-9a55-0d6c9f1f7f10”, “Équipe” for operators, “Call Support” for support staff. The sign-in in front passed on: “staff”, “\uFFFD[31mred”, “other”.',
    );
    await expect(findRole('')).rejects.toThrow('passed on no groups');
    const many = Array.from({ length: 500 }, (_, at) => `${at}-${'x'.repeat(500)}`).join(',');
    const told = await findRole(many).catch((error: Error) => error.message);
    expect(told).toContain('and 490 more');
    expect(told?.length).toBeLessThan(1500);
  });

  it('are listed with commas or bars', () => {
    expect(groupList(' a ,b|c,,| ')).toEqual(['a', 'b', 'c']);
  });
});
