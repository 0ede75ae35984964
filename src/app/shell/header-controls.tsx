import { LogOut } from 'lucide-react';
import { useState } from 'react';
import type { Session } from '@/contract';
import { Button } from '@/components/ui/button';
import { cx } from '@/lib/cx';
import { LiveBadge } from '../live/live-badge';
import { ThemeSwitch } from './theme-switch';
import { useSignOut } from '../session/use-sign-out';

export default function HeaderControls({
  session,
  isLive,
}: {
  session: Session | null | undefined;
  /** Whether this view hears of changes by itself. */
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

function SignOut() {
  const leave = useSignOut();
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle');

  async function signOut() {
    setState('running');
    try {
      await leave();
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
