import { lazy, Suspense, useState, type ComponentType } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { CodeNotFetched } from '@/lib/code-not-fetched';
import { firstIdle } from '@/lib/idle';
import { MissingPart } from './missing-parts';
import { PartFailed, type Retry } from './part-failed';

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

/**
 * A component whose code is fetched when it is first shown, or by `prefetch` before that. Until the code has arrived
 * `Pending` stands in its place; where it cannot be fetched, `Failed` does and offers to try again. Showing the
 * component anew tries again as well. An error of the component itself goes to the error boundary around it.
 */
export function lazyPart<P extends object & { onClose?: () => void }>(
  load: Load<P>,
  {
    Pending = Nothing,
    Failed = PartFailed,
  }: { Pending?: ComponentType<P>; Failed?: ComponentType<P & Retry> | typeof PartFailed } = {},
) {
  let Loaded: ComponentType<P> | null = null;
  let fetching: ReturnType<Load<P>> | null = null;
  async function fetchCode() {
    try {
      const part = await load();
      Loaded = part.default;
      return part;
    } catch (cause) {
      throw new CodeNotFetched('A part of the page could not be fetched.', { cause });
    } finally {
      fetching = null;
    }
  }
  const prefetch = () => (fetching ??= fetchCode());
  function LazyPart(props: P) {
    // In the state: a component that changed its type while it is shown would lose what was typed in it.
    const [Part, setPart] = useState<ComponentType<P>>(() => Loaded ?? lazy(prefetch));
    function renderFailed({ error, resetErrorBoundary }: FallbackProps) {
      if (Loaded !== null) throw error;
      return <Failed {...props} tryAgain={resetErrorBoundary} />;
    }
    return (
      <ErrorBoundary onReset={() => setPart(() => lazy(prefetch))} fallbackRender={renderFailed}>
        <Suspense fallback={<Pending {...props} />}>
          <Part {...props} />
        </Suspense>
      </ErrorBoundary>
    );
  }
  return Object.assign(LazyPart, { prefetch });
}

/**
 * A component of the first view that nobody needs before the list: its code is fetched in the first idle moment.
 * Where that fails, the page's notice names it as missing, and it is fetched again every few seconds.
 */
export function lazyOnIdle<P extends object>(name: string, load: Load<P>, Pending?: ComponentType<P>) {
  const part = lazyPart(
    async () => {
      await firstIdle();
      return load();
    },
    { ...(Pending && { Pending }), Failed },
  );
  function Failed({ tryAgain }: Retry) {
    return <MissingPart name={name} fetchAgain={part.prefetch} onFetched={tryAgain} />;
  }
  return part;
}

function Nothing() {
  return null;
}
