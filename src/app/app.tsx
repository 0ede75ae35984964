import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, useLayoutEffect, useRef, type ComponentType } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import type { Session } from '@/contract';
import { views } from '@/contract/paths';
import { identityHeader } from '@/contract/enums';
import { onDemand, ViewFailed } from '@/components/ui/on-demand';
import { PageFailed } from '@/components/ui/page-failed';
import { SessionOverNotice } from '@/components/ui/session-over';
import { Skeleton } from '@/components/ui/skeleton';
import { useToastsExpected } from '@/components/ui/toasts-expected';
import { setChangeHeaders } from '@/lib/api-client';
import { ignoreComposingKeys } from '@/lib/composing-keys';
import { idleComponent } from '@/lib/idle-part';
import { endSession } from '@/lib/session-end';
import { ErrorBoundary } from './shell/error-boundary';
import { Header } from './shell/header';
import { MissingPart, MissingParts } from './shell/missing-parts';
import { useIdentityChange } from './session/identity-change';
import DeploymentsRoute from './routes/deployments';
import { useSession } from './session/session';

/** A view fetched when one goes there; where that fails, one can try again, also by leaving and coming back. */
const view = <P extends object>(load: () => Promise<{ default: ComponentType<P> }>) =>
  onDemand(load, <ViewSkeleton />, ViewFailed);

const ActivityRoute = view(() => import('./routes/activity'));
const BatchRoute = view(() => import('./routes/batch'));
const CancellationRoute = view(() => import('./routes/cancellation'));
const SignInRoute = view(() => import('./routes/sign-in'));
const WallRoute = onDemand(() => import('./routes/wall'), null, ViewFailed);
const NotFoundRoute = view(() => import('./routes/not-found'));

// A toast shown before its place is there is not lost: the library keeps it until somebody displays it.
const Toaster = idleComponent(() => import('@/components/ui/toaster'), 'messages');
const IdentityNotice = idleComponent(() => import('./session/identity-notice'));
const Live = idleComponent(() => import('./live/live'), 'live updates');
const Shortcuts = idleComponent(() => import('./shell/shortcuts'), 'keyboard shortcuts and the palette');

export function App({ client }: { client: QueryClient }) {
  useEffect(ignoreComposingKeys, []);
  return (
    <ErrorBoundary
      instead={
        <PageFailed title="The console could not be shown">
          An error in this page itself. What was sent to Fuse is on record, whatever happens here.
        </PageFailed>
      }
    >
      <QueryClientProvider client={client}>
        <Layout />
        <ErrorBoundary instead={<MissingPart name="messages" />}>
          <Toasts />
        </ErrorBoundary>
        <MissingParts />
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

function Toasts() {
  return useToastsExpected() && <Toaster />;
}

function Layout() {
  const [path] = useLocation();
  const session = useSession();
  const { count, from } = useIdentityChange();
  useChangeHeaders(session);
  useSessionEnd(session?.identity);
  const unseen = (
    <Fragment key={count}>
      <ErrorBoundary instead={<MissingPart name="live updates" />}>
        {session && path !== views.signIn && <Live key={session.identity} />}
      </ErrorBoundary>
      <ErrorBoundary instead={<MissingPart name="keyboard shortcuts and the palette" />}>
        <Shortcuts session={session} />
      </ErrorBoundary>
      <SessionOverNotice />
      {session && from !== null && path !== views.signIn && <IdentityNotice from={from} now={session} />}
    </Fragment>
  );
  if (path === views.wall)
    return (
      <main id="main">
        {unseen}
        <ErrorBoundary key={`${count} ${path}`} instead={<ViewFailed tryAgain={() => location.reload()} />}>
          <WallRoute />
        </ErrorBoundary>
      </main>
    );
  return (
    <>
      {unseen}
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-raised px-4 py-2 font-medium text-ink shadow-floating focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <ErrorBoundary instead={<MissingPart name="the header" />}>
        <Header session={session} />
      </ErrorBoundary>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto max-w-7xl px-4 pt-6 pb-64 focus:outline-none sm:px-6 sm:pb-24"
      >
        <ErrorBoundary key={`${count} ${path}`} instead={<ViewFailed tryAgain={() => location.reload()} />}>
          <Switch>
            <Route path="/">
              <DeploymentsRoute session={session} />
            </Route>
            <Route path="/activity">
              <ActivityRoute session={session} />
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
 * What is on the screen goes with every change. Set when it has been drawn, so that a click on what was there before
 * is sent with what the person saw, and refused.
 */
function useChangeHeaders(session: Session | null | undefined) {
  const identity = session?.identity;
  useLayoutEffect(() => {
    setChangeHeaders(identity === undefined ? {} : { [identityHeader]: identity });
  }, [identity]);
}

/** What is kept for one person is not shown to the next, nor after they have signed out. */
function useSessionEnd(identity: string | undefined) {
  const shown = useRef(identity);
  useEffect(() => {
    if (shown.current !== undefined && shown.current !== identity) endSession();
    shown.current = identity;
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
