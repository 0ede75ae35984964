import { useQueryClient } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { paths, views } from '@/contract';
import { z } from '@/contract/zod';
import { Button } from '@/components/ui/button';
import { request } from '@/lib/api-client';
import { cx } from '@/lib/cx';
import { LiveBadge } from './live-badge';
import { useSession } from './session';
import { Shortcuts } from './shortcuts';
import { ThemeSwitch } from './theme-switch';

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
  const client = useQueryClient();
  const [, go] = useLocation();
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle');

  async function signOut() {
    setState('running');
    try {
      await request(z.undefined(), 'DELETE', paths.session);
      client.clear();
      go(views.signIn);
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
