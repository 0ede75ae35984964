import { useEffect, useEffectEvent } from 'react';
import { sharedState } from '@/lib/shared-state';
import { Button } from './button';

const retryMs = 3000;

const [setMissing, useMissing] = sharedState<readonly string[]>([]);

/** Stands in the place of a part that could not be shown: the page's notice names it for as long. */
export function MissingPart({
  name,
  fetchAgain,
  onFetched,
}: {
  name: string;
  fetchAgain?: () => Promise<unknown>;
  onFetched?: () => void;
}) {
  useEffect(() => {
    setMissing((names) => [...names, name]);
    return () => setMissing((names) => names.toSpliced(names.indexOf(name), 1));
  }, [name]);
  const retry = useEffectEvent(() => {
    fetchAgain?.().then(onFetched, () => undefined);
  });
  useEffect(() => {
    const timer = setInterval(() => retry(), retryMs);
    return () => clearInterval(timer);
  }, []);
  return null;
}

/** Names the parts of the page that are missing, and how to go on. It takes no room, so that it moves no row. */
export function MissingParts() {
  const names = [...new Set(useMissing())];
  if (names.length === 0) return null;
  return (
    <div
      role="alert"
      data-missing-parts=""
      className="fixed inset-x-3 bottom-3 z-30 mx-auto flex max-w-lg flex-wrap items-center justify-end gap-2 rounded-lg border border-l-4 border-line border-l-warning bg-raised px-4 py-2.5 text-sm text-ink shadow-floating"
    >
      <p className="flex-1 basis-56">{`Missing: ${names.join(', ')}. The console may be restarting, or may have been updated. The page tries again by itself. You can also reload it.`}</p>
      <Button size="sm" onClick={() => location.reload()}>
        Reload
      </Button>
    </div>
  );
}
