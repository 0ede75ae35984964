import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { views } from '@/contract';
import { Skeleton } from '@/components/ui/skeleton';
import { idleComponent } from '@/lib/idle-part';
import { ErrorBoundary } from './error-boundary';
import { Header } from './header';
import DeploymentsRoute from './routes/deployments';
import { useSession } from './session';

const ActivityRoute = lazy(() => import('./routes/activity'));
const BatchRoute = lazy(() => import('./routes/batch'));
const CancellationRoute = lazy(() => import('./routes/cancellation'));
const SignInRoute = lazy(() => import('./routes/sign-in'));
const WallRoute = lazy(() => import('./routes/wall'));
const NotFoundRoute = lazy(() => import('./routes/not-found'));

// A toast shown before its place is there is not lost: the library keeps it until somebody displays it.
const Toaster = idleComponent(() => import('@/components/ui/toaster'));
const Live = idleComponent(() => import('./live'));

export function App({ client }: { client: QueryClient }) {
  return (
    <QueryClientProvider client={client}>
      <Layout />
      <Toaster />
    </QueryClientProvider>
  );
}

function Layout() {
  const [path] = useLocation();
  const session = useSession();
  const live = session && path !== views.signIn && <Live key={`${session.role} ${session.person}`} />;
  if (path === views.wall)
    return (
      <main id="main">
        <ErrorBoundary name={path}>
          <Suspense fallback={null}>
            <WallRoute />
          </Suspense>
        </ErrorBoundary>
        {live}
      </main>
    );
  return (
    <>
      {live}
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-raised px-4 py-2 font-medium text-ink shadow-floating focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <Header session={session} />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto max-w-7xl px-4 pt-6 pb-64 focus:outline-none sm:px-6 sm:pb-24"
      >
        <ErrorBoundary name={path}>
          <Suspense fallback={<ViewSkeleton />}>
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
          </Suspense>
        </ErrorBoundary>
      </main>
    </>
  );
}

function ViewSkeleton() {
  return (
    <div role="status" aria-label="Loading the view" className="space-y-5">
      <Skeleton className="h-9 w-48" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}
