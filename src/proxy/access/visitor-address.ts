import { isIP, type BlockList } from 'node:net';
import { isFrom } from './identity-proxy';

/**
 * The address that a visitor is counted by: the last entry of `X-Forwarded-For`, which the proxy in front has written
 * itself, or the other end of the socket where that is no such proxy or the entry is no address. Earlier entries came
 * from the visitor and count for nothing.
 */
export function visitorAddress(
  proxies: readonly BlockList[],
  peer: string | undefined,
  forwardedFor: string | undefined,
): string | undefined {
  if (!proxies.some((addresses) => isFrom({ addresses }, peer))) return peer;
  const last = forwardedFor?.split(',').at(-1)?.trim() ?? '';
  // The zone of an address (`%eth0`) is known to one machine only, and can be any text.
  return isIP(last) === 0 || last.includes('%') ? peer : last;
}
