import type { Cancellation } from '@/contract';

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?(?:\/|$)/i;

/** The exact request: method and URL. Only a loopback host is ever spoken to without encryption. */
export function requestLine({ upstream, applicationId, deploymentId }: Cancellation): string {
  const scheme = loopback.test(upstream) ? 'http' : 'https';
  return `DELETE ${scheme}://${upstream}/api/apps/${applicationId}/${deploymentId}/cancel`;
}
