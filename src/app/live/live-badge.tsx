import { cx } from '@/lib/cx';
import { asOfTime } from '@/lib/dates';
import { useLiveState } from '@/lib/live-state';

/** Whether what is shown is up to date by itself, and if not, as of when it is. */
export function LiveBadge({ className }: { className?: string }) {
  const state = useLiveState();
  return (
    <p
      role="status"
      className={cx(
        'flex min-h-6 min-w-20 items-center gap-1.5 px-1.5 text-xs font-medium',
        state.phase === 'reconnecting' ? 'text-warning' : 'text-ink-soft',
        className,
      )}
    >
      <span
        aria-hidden="true"
        className={cx(
          'size-[0.6em] shrink-0 rounded-full',
          { connecting: 'bg-line-strong', live: 'bg-positive', reconnecting: 'bg-warning' }[state.phase],
        )}
      />
      {state.phase === 'connecting' && <span className="sr-only">Connecting…</span>}
      {state.phase === 'live' && <span title="This page updates by itself.">Updating</span>}
      {state.phase === 'reconnecting' && (
        <span className="tabular">
          Reconnecting, <span className="whitespace-nowrap">{`as of ${asOfTime(state.asOf)}`}</span>
        </span>
      )}
    </p>
  );
}
