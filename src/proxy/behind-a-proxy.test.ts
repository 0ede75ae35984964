import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { paths } from '../contract';
import { tokens } from './testing/test-app';
import { fileWith, openToEverybody } from './testing/visitors';

const reverse = '10.1.0.1';
const [eve, ada] = ['203.0.113.7', '198.51.100.4'];

async function open(proxies = [reverse]) {
  const list = new BlockList();
  for (const address of proxies) list.addAddress(address);
  const console_ = await openToEverybody(fileWith({}), { forwardingProxies: [list] });
  const send = (forwardedFor: string, peer: string, path: string, request = {}) =>
    console_.ask({ headers: { 'x-forwarded-for': forwardedFor }, address: peer }, path, request);
  const signIn = async (forwardedFor: string, token: string, peer = reverse) =>
    (await send(forwardedFor, peer, paths.session, { method: 'POST', body: { name: 'Ada', token } })).status;
  const show = async (forwardedFor: string, token: string, peer = reverse) =>
    (await send(forwardedFor, peer, paths.session, { headers: { authorization: `Bearer ${token}` } })).status;
  const start = async (forwardedFor: string, peer = reverse) =>
    (await send(forwardedFor, peer, paths.signInCallback)).headers.get('location') ?? '';
  const records = async () =>
    (await console_.store.listChanges({ kind: 'sign_in_refused' }, { limit: 100 })).items.filter(
      ({ detail }) => detail?.['failure'] === 'too_many',
    ).length;
  return { ...console_, signIn, show, start, records };
}

describe('visitors behind a reverse proxy that is named', () => {
  it('are counted each by the address that the proxy has written last', async () => {
    const { signIn, show, records } = await open();
    // What the visitor sends itself stands before it.
    for (let at = 0; at < 10; at += 1) expect(await signIn(`198.51.100.${at}, ${eve}`, 'wrong')).toBe(401);
    expect(await signIn(eve, tokens.operator)).toBe(429);
    expect(await show(eve, tokens.operator)).toBe(429);
    expect(await show(eve, 'fcc_wrong')).toBe(429);
    expect(await signIn(ada, tokens.operator)).toBe(201);
    expect(await show(ada, tokens.operator)).toBe(200);
    expect(await records()).toBe(3);
    // Without an address, they are the proxy.
    expect(await signIn('unknown', tokens.operator)).toBe(201);
    for (let at = 0; at < 10; at += 1) await show(ada, 'wrong');
    expect(await show(ada, 'wrong')).toBe(429);
    expect(await records()).toBe(4);
  });

  it('have each their own returns from the provider', async () => {
    const { start } = await open();
    for (let at = 0; at < 60; at += 1) expect(await start(eve)).not.toContain('too_many');
    expect(await start(eve)).toContain('too_many');
    expect(await start(ada)).not.toContain('too_many');
  });

  it('cannot choose an address where the peer is no such proxy, nor become a trusted proxy by one', async () => {
    const { signIn, ask } = await open();
    for (let at = 0; at < 10; at += 1) expect(await signIn(`198.51.100.${at}`, 'wrong', eve)).toBe(401);
    expect(await signIn(ada, tokens.operator, eve)).toBe(429);
    const headers = {
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-email': 'boss@example.com',
      'x-forwarded-groups': 'operators',
    };
    for (const address of [reverse, eve])
      expect((await ask({ headers, address }, paths.session)).status).toBe(401);
  });
});
