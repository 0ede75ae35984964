import { useQueryClient } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { paths, views, type Session } from '@/contract';
import { z } from '@/contract/zod';
import { Button } from '@/components/ui/button';
import { cx } from '@/lib/cx';
import { request } from '@/lib/api-client';
import { ThemeSwitch } from './theme-switch';

const places = [
  { href: views.deployments, label: 'Deployments' },
  { href: views.activity, label: 'Activity' },
] as const;

/** Where one is: product, views, account, own name and role. The same on every view. */
export function Header({ session }: { session: Session | undefined }) {
  const [path] = useLocation();
  return (
    <header className="border-b border-line bg-surface">
      <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-6 px-4 sm:px-6">
        <Link href="/" className="flex h-12 items-center gap-2 rounded font-semibold sm:h-14">
          <img src="/favicon.svg" alt="" width="20" height="20" />
          Fuse Cancel Console
        </Link>
        <nav
          aria-label="Views"
          className="order-last -mx-3 flex basis-full sm:order-none sm:mx-0 sm:basis-auto"
        >
          {places.map(({ href, label }) => (
            <Link
              key={href}
              href={href}
              aria-current={path === href ? 'page' : undefined}
              className={cx(
                'flex h-10 items-center border-b-2 px-3 text-sm font-medium transition-colors sm:h-14',
                path === href ? 'border-accent text-ink' : 'border-transparent text-ink-soft hover:text-ink',
              )}
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex h-12 min-w-0 items-center gap-1 sm:h-14">
          {session !== undefined && (
            <p className="mr-1 hidden max-w-64 min-w-0 truncate text-sm text-ink-soft sm:block">
              <Who session={session} />
            </p>
          )}
          <ThemeSwitch />
          {session?.canSignOut === true && <SignOut />}
        </div>
      </div>
      <Upstream session={session} />
    </header>
  );
}

function Who({ session }: { session: Session }) {
  return (
    <>
      <span className="font-medium text-ink">{session.person}</span> · {session.role}
    </>
  );
}

function Upstream({ session }: { session: Session | undefined }) {
  const sandbox = session?.upstream.kind === 'sandbox';
  return (
    <div
      className={cx(
        'min-h-8 border-t border-line text-xs',
        sandbox ? 'bg-accent-soft text-accent' : 'bg-hover text-ink-soft',
      )}
    >
      {session !== undefined && (
        <div className="mx-auto flex min-h-8 max-w-7xl flex-wrap items-center gap-x-4 px-4 py-1 sm:px-6">
          {sandbox ? (
            <p>
              <strong className="font-semibold">Sandbox: no real calls</strong>
              <span className="hidden sm:inline"> · a built-in stand-in for Fuse answers</span>
            </p>
          ) : (
            <p className="min-w-0 wrap-anywhere">
              <strong className="font-semibold text-ink">Live</strong> · {session.upstream.account} ·{' '}
              {session.upstream.host}
            </p>
          )}
          <p className="ml-auto min-w-0 truncate sm:hidden">
            <Who session={session} />
          </p>
        </div>
      )}
    </div>
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
