import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, useLayoutEffect, useRef, type ComponentType } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { Route, Switch, useLocation } from 'wouter';
import type { Session } from '@/contract';
import { views } from '@/contract/paths';
import { identityHeader } from '@/contract/enums';
import { lazyPart } from '@/components/ui/lazy-part';
import { MissingPart, MissingParts } from '@/components/ui/missing-parts';
import { PageFailed } from '@/components/ui/page-failed';
import { ViewFailed } from '@/components/ui/part-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { setChangeHeaders } from '@/lib/api-client';
import { cx } from '@/lib/cx';
import { endSession } from '@/lib/session-end';
import { IdentityNotice, Live, PageGuards, Toaster } from './lazy-parts';
import { Header } from './shell/header';
import { Shortcuts } from './shell/shortcuts';
import { useIdentityChange } from './session/identity-change';
import DeploymentsRoute from './routes/deployments';
import { useSession } from './session/session';

/** A view whose code is fetched when it is first visited. */
const lazyView = <P extends object>(load: () => Promise<{ default: ComponentType<P> }>) =>
  lazyPart(load, { Pending: ViewSkeleton, Failed: ViewFailed });

const ActivityRoute = lazyView(() => import('./routes/activity'));
const BatchRoute = lazyView(() => import('./routes/batch'));
const ChangesRoute = lazyView(() => import('./routes/changes'));
const CancellationRoute = lazyView(() => import('./routes/cancellation'));
const ReportRoute = lazyView(() => import('./routes/report'));
const SignInRoute = lazyView(() => import('./routes/sign-in'));
const WallRoute = lazyPart(() => import('./routes/wall'), { Failed: ViewFailed });
const NotFoundRoute = lazyView(() => import('./routes/not-found'));

export function App({ client }: { client: QueryClient }) {
  return (
    <ErrorBoundary
      fallback={
        <PageFailed title="The console could not be shown">
          This page has an error. What was sent to Fuse is on record.
        </PageFailed>
      }
    >
      <QueryClientProvider client={client}>
        <Layout />
        <ErrorBoundary fallback={<MissingPart name="messages" />}>
          <Toaster />
        </ErrorBoundary>
        <MissingParts />
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

function Layout() {
  const [path] = useLocation();
  const session = useSession();
  const { count, from } = useIdentityChange();
  useChangeHeaders(session);
  useSessionEnd(session?.identity);
  const notices = (
    <Fragment key={count}>
      <ErrorBoundary fallback={<MissingPart name="live updates" />}>
        {session && path !== views.signIn && <Live key={session.identity} />}
      </ErrorBoundary>
      <ErrorBoundary fallback={<MissingPart name="keyboard shortcuts and the palette" />}>
        <Shortcuts session={session} />
      </ErrorBoundary>
      <PageGuards />
      {session && from !== null && path !== views.signIn && <IdentityNotice from={from} now={session} />}
    </Fragment>
  );
  if (path === views.wall)
    return (
      <main id="main">
        {notices}
        <ErrorBoundary key={`${count} ${path}`} fallback={<ViewFailed tryAgain={() => location.reload()} />}>
          <WallRoute />
        </ErrorBoundary>
      </main>
    );
  return (
    <>
      {notices}
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-raised px-4 py-2 font-medium text-ink shadow-floating focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <ErrorBoundary fallback={<MissingPart name="the header" />}>
        <Header session={session} />
      </ErrorBoundary>
      <main
        id="main"
        tabIndex={-1}
        className={cx(
          path === views.activity || path === views.changes ? 'max-w-[108rem]' : 'max-w-7xl',
          'mx-auto px-4 pt-6 pb-(--toast-room,16rem) focus:outline-none sm:px-6 lg:pb-24',
        )}
      >
        <ErrorBoundary key={`${count} ${path}`} fallback={<ViewFailed tryAgain={() => location.reload()} />}>
          <Switch>
            <Route path="/">
              <DeploymentsRoute session={session} />
            </Route>
            <Route path="/activity">
              <ActivityRoute session={session} />
            </Route>
            <Route path="/changes">
              <ChangesRoute />
            </Route>
            <Route path="/report">
              <ReportRoute session={session} />
            </Route>
            <Route path="/cancellations/:id">{({ id }) => <CancellationRoute key={id} id={id} />}</Route>
            <Route path="/batches/:id">{({ id }) => <BatchRoute key={id} id={id} />}</Route>
            <Route path="/sign-in" component={SignInRoute} />
            <Route component={NotFoundRoute} />
          </Switch>
        </ErrorBoundary>
      </main>
    </>
  );
}

/**
 * Each changing request names the identity that is on the screen. It is set when that has been drawn, so that a click
 * on what was there before is sent with the identity that the person saw, and refused.
 */
function useChangeHeaders(session: Session | null | undefined) {
  const identity = session?.identity;
  useLayoutEffect(() => {
    setChangeHeaders(identity === undefined ? {} : { [identityHeader]: identity });
  }, [identity]);
}

/** What the page keeps for one person is not shown to the next, nor after they have signed out. */
function useSessionEnd(identity: string | undefined) {
  const previous = useRef(identity);
  useEffect(() => {
    if (previous.current !== undefined && previous.current !== identity) endSession();
    previous.current = identity;
  }, [identity]);
}

function ViewSkeleton() {
  return (
    <div role="status" aria-label="Loading the view" className="space-y-5">
      <Skeleton className="h-9 w-48" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}
