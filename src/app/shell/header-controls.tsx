import { LogOut } from 'lucide-react';
import { useState } from 'react';
import type { Session } from '@/contract';
import { Button } from '@/components/ui/button';
import { useToConfirm } from '@/features/activity/api/to-confirm';
import { cx } from '@/lib/cx';
import { LiveBadge } from '../live/live-badge';
import { ThemeSwitch } from './theme-switch';
import { useSignOut } from '../session/use-sign-out';

/** Theme, sign-out, and whether the page is up to date. */
export default function HeaderControls({
  session,
  isLive,
}: {
  session: Session | null | undefined;
  /** Whether the view follows the event stream. */
  isLive: boolean;
}) {
  return (
    <>
      {isLive && <LiveBadge />}
      <ThemeSwitch />
      {session?.canSignOut === true && <SignOut />}
    </>
  );
}

/** How many outcomes wait for a confirmation: stands beside the link to Activity. */
export function ToConfirmCount() {
  const count = useToConfirm();
  if (count === '') return null;
  return (
    <span className="ml-1.5 rounded-full bg-accent-soft px-1.5 text-xs leading-5 font-semibold text-accent tabular">
      <span>{count}</span>
      <span className="sr-only"> to confirm</span>
    </span>
  );
}

function SignOut() {
  const closeSession = useSignOut();
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle');

  async function signOut() {
    setState('running');
    try {
      await closeSession();
    } catch {
      setState('failed');
    }
  }

  const label = state === 'failed' ? 'Sign out (failed, try again)' : 'Sign out';
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={label}
      title={label}
      ariaDisabled={state === 'running'}
      onClick={() => void signOut()}
    >
      <LogOut aria-hidden="true" className={cx('size-4', state === 'failed' && 'text-negative')} />
    </Button>
  );
}
