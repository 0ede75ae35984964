import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/lib/cx';
import { LiveBadge } from './live-badge';
import { useSession } from './session';
import { Shortcuts } from './shortcuts';
import { ThemeSwitch } from './theme-switch';
import { useSignOut } from './use-sign-out';

export default function HeaderControls({ signedIn, canSignOut }: { signedIn: boolean; canSignOut: boolean }) {
  return (
    <>
      {signedIn && <LiveBadge />}
      <Shortcuts session={useSession()} />
      <ThemeSwitch />
      {canSignOut && <SignOut />}
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
      unavailable={state === 'running'}
      onClick={() => void signOut()}
    >
      <LogOut aria-hidden="true" className={cx('size-4', state === 'failed' && 'text-negative')} />
    </Button>
  );
}
