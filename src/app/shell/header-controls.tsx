import { CircleUserRound, KeyRound, LogOut, MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import type { Session } from '@/contract';
import { maySomewhere } from '@/common/grants';
import { Menu } from '@/components/ui/menu';
import { showToast } from '@/components/ui/toast';
import { useToConfirm } from '@/features/activity/api/to-confirm';
import { KeysDialog, SessionsDialog } from '../lazy-parts';
import { LiveBadge } from '../live/live-badge';
import { ThemeSwitch } from './theme-switch';
import { notSignedOut, useSignOut } from '../session/use-sign-out';

/** Theme, account, and whether the page is up to date. */
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
      {session?.upstream.kind === 'live' && <AccountMenu key={session.identity} session={session} />}
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

function AccountMenu({ session }: { session: Session }) {
  const closeSession = useSignOut();
  const [open, setOpen] = useState<'sessions' | 'keys' | null>(null);
  const close = () => setOpen(null);
  const signOut = () => void closeSession('this').catch(() => showToast('sign-out', notSignedOut));
  return (
    <>
      <Menu
        icon={CircleUserRound}
        label="Account"
        variant="ghost"
        entries={[
          {
            kind: 'action',
            icon: MonitorSmartphone,
            text: session.canSignOut ? 'My sessions…' : 'What I may do…',
            onSelect: () => setOpen('sessions'),
          },
          ...(maySomewhere(session, 'save')
            ? [
                {
                  kind: 'action' as const,
                  icon: KeyRound,
                  text: 'Keys for scripts…',
                  onSelect: () => setOpen('keys'),
                },
              ]
            : []),
          ...(session.canSignOut
            ? [{ kind: 'action' as const, icon: LogOut, text: 'Sign out', onSelect: signOut }]
            : []),
        ]}
      />
      {open === 'sessions' && <SessionsDialog onClose={close} />}
      {open === 'keys' && <KeysDialog onClose={close} />}
    </>
  );
}
