import { paths } from '@/contract/paths';
import { buttonClass } from '@/components/ui/button';

/** Leads to the OpenID Connect provider, out of this page. */
export function ProviderButton({ provider, to }: { provider: string; to: string | null }) {
  const query = to === null ? '' : `?to=${encodeURIComponent(to)}`;
  return (
    <a href={paths.signInStart + query} className={buttonClass('primary', 'md', 'h-11! w-full gap-1!')}>
      <span>Sign in with </span>
      <bdi>{provider}</bdi>
    </a>
  );
}
