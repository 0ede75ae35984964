import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { visitorAddress } from './visitor-address';

const [reverse, identity] = [new BlockList(), new BlockList()];
reverse.addAddress('10.0.0.1');
reverse.addAddress('fd00::1', 'ipv6');
identity.addAddress('10.0.0.2');
const addressFrom = (peer: string | undefined, header?: string) =>
  visitorAddress([reverse, identity], peer, header);

describe('the address of a visitor', () => {
  it.each(['10.0.0.1', '10.0.0.2', '::ffff:10.0.0.1', 'fd00::1'])(
    'is the last entry that %s has written',
    (peer) => {
      expect(addressFrom(peer, '203.0.113.7')).toBe('203.0.113.7');
      expect(addressFrom(peer, '198.51.100.1, nonsense,2001:db8::7 ')).toBe('2001:db8::7');
    },
  );

  it.each([
    undefined,
    '',
    'unknown',
    '203.0.113.7,',
    '203.0.113.7, unknown',
    '203.0.113.7:4711',
    '[2001:db8::7]',
    'fe80::1%anything',
  ])('is the proxy’s own where the last entry is no address: %s', (header) => {
    expect(addressFrom('10.0.0.1', header)).toBe('10.0.0.1');
  });

  it('is the peer’s own where the peer is no proxy', () => {
    expect(addressFrom('10.0.0.3', '203.0.113.7')).toBe('10.0.0.3');
    expect(addressFrom(undefined, '203.0.113.7')).toBeUndefined();
    expect(visitorAddress([], '10.0.0.1', '203.0.113.7')).toBe('10.0.0.1');
  });
});
