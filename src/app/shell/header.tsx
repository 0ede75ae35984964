import { Link, useLocation } from 'wouter';
import type { Session } from '@/contract';
import { useGrantWords } from '@/common/grants';
import { views } from '@/contract/paths';
import { cx } from '@/lib/cx';
import { isolated } from '@/lib/isolated';
import { HeaderControls, RoleSwitch, ToConfirmCount } from '../lazy-parts';
import { useSessionRefusal } from '../session/session';

const navigation = [
  { href: views.deployments, label: 'Deployments' },
  { href: views.activity, label: 'Activity' },
] as const;

/** The product’s name, the views, the account, and the person with their role: the same on every view. */
export function Header({ session }: { session: Session | null | undefined }) {
  const [path] = useLocation();
  const refusal = useSessionRefusal();
  // The views lead nowhere before somebody is signed in.
  const isStranger = session === undefined && path === views.signIn;
  const current = path === views.changes ? views.activity : path;
  return (
    <header className="border-b border-line bg-surface print:hidden">
      <div className="mx-auto flex max-w-[108rem] flex-wrap items-center gap-x-6 px-4 sm:px-6">
        <Link href="/" className="flex h-12 items-center gap-2 rounded font-semibold sm:h-14">
          <Logo />
          {/* On a phone whose person can sign out there is no room for the third word. */}
          <span>
            Fuse Cancel<span className="hidden sm:inline"> Console</span>
          </span>
        </Link>
        {!isStranger && (
          <nav
            aria-label="Views"
            className="order-last -mx-3 flex basis-full sm:order-none sm:mx-0 sm:basis-auto"
          >
            {navigation.map(({ href, label }) => (
              <Link
                key={href}
                href={href}
                aria-current={current === href ? 'page' : undefined}
                className={cx(
                  'flex h-11 items-center border-b-2 px-3 text-sm font-medium transition-colors sm:h-14',
                  current === href
                    ? 'border-accent text-ink'
                    : 'border-transparent text-ink-soft hover:text-ink',
                )}
              >
                <span>{label}</span>
                {session && href === views.activity && <ToConfirmCount />}
              </Link>
            ))}
          </nav>
        )}
        <div className="flex h-12 flex-1 items-center justify-end gap-1 min-[22rem]:min-w-0 sm:h-14">
          {session && (
            <p className="mr-1 hidden max-w-64 min-w-0 truncate text-sm text-ink-soft sm:block">
              <Person session={session} />
            </p>
          )}
          {/* They come in the first idle moment: their room is kept, so that nothing moves. */}
          <div
            className={cx(
              'flex min-h-8 items-center justify-end',
              session
                ? session.upstream.kind === 'sandbox'
                  ? 'min-w-28 pointer-coarse:min-w-31'
                  : 'min-w-36 pointer-coarse:min-w-42'
                : 'min-w-8',
            )}
          >
            <HeaderControls session={session} isLive={Boolean(session) && path !== views.signIn} />
          </div>
        </div>
      </div>
      {(!isStranger || refusal) && <Upstream session={session} refusal={refusal} />}
    </header>
  );
}

/** As in `index.html`. Drawn here, since an image file would be decoded twice before the list is there. */
function Logo() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" fill="none" stroke="#fff" className="size-5">
      <rect width="32" height="32" rx="8" fill="#4f46e5" stroke="none" />
      <circle cx="16" cy="16" r="10" strokeWidth="2.5" />
      <path d="M10 16h12" strokeWidth="3.5" strokeLinecap="round" />
    </svg>
  );
}

function Person({ session }: { session: Session }) {
  const words = useGrantWords();
  return (
    <>
      <bdi className="font-medium text-ink">{session.person}</bdi>
      <span title={words?.grantsText(session.grants)}>{` · ${session.role}`}</span>
    </>
  );
}

function Upstream({ session, refusal }: { session: Session | null | undefined; refusal: string | null }) {
  const sandbox = session?.upstream.kind === 'sandbox';
  const notice = session === null ? 'The console does not answer.' : refusal;
  return (
    <div
      className={cx(
        'min-h-8.25 border-t border-line text-xs',
        sandbox ? 'bg-accent-soft text-accent' : 'bg-hover text-ink-soft',
      )}
    >
      {notice !== null && (
        <p
          role={refusal === null ? undefined : 'alert'}
          className="mx-auto min-h-8 max-w-[108rem] px-4 py-2 wrap-anywhere sm:px-6"
        >
          {notice}
        </p>
      )}
      {session && (
        <div className="mx-auto flex min-h-8 max-w-[108rem] flex-wrap items-center gap-x-4 px-4 py-1 sm:px-6">
          {sandbox ? (
            <p>
              <strong className="font-semibold">Sandbox: no real calls</strong>
              <span className="hidden sm:inline"> · a built-in simulation of Fuse answers</span>
            </p>
          ) : (
            <p className="min-w-0 wrap-anywhere">
              <strong className="font-semibold text-ink">Real calls</strong>
              <span>{` · ${isolated(session.upstream.account ?? '')} · ${session.upstream.host}`}</span>
            </p>
          )}
          {sandbox ? (
            <div className="ml-auto flex h-6">
              <RoleSwitch />
            </div>
          ) : (
            <p className="ml-auto min-w-0 truncate sm:hidden">
              <Person session={session} />
            </p>
          )}
        </div>
      )}
    </div>
  );
}
