import { useState, type ComponentProps } from 'react';
import type { Deployment, RecentCancellation } from '@/contract';
import { OutcomeShape } from '@/common/outcome-shape';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { lazyPart } from '@/components/ui/lazy-part';
import { fullTime } from '@/lib/dates';
import { isolated } from '@/lib/isolated';
import { useDeploymentHistory } from '../api/deployment-histories';

/** The words of an outcome and its code: `Refused, 404 Not found`. */
export function outcomeText(record: RecentCancellation): string {
  const { label } = outcomeLabel(record.outcome);
  const code = codeText(record);
  return record.outcome === null || code.includes(label) ? code : `${label}, ${code}`;
}

export interface HistoryProps {
  deployment: Deployment;
  /** The deployment's identity in words. */
  identity: string;
  history: readonly RecentCancellation[];
}

/**
 * The shapes, the newest on the right, as a button, which the arrow keys reach. In a window under 768 px they stand in
 * two lines of five, the newer ones below: in one they would take the room of the name.
 */
export function StripButton({
  deployment: _deployment,
  identity,
  history,
  ...rest
}: HistoryProps & ComponentProps<'button'>) {
  const words = history.map(
    (record) => `${outcomeText(record)}, ${isolated(record.person)}, ${fullTime(record.requestedAt)}`,
  );
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`Last ${history.length === 1 ? 'outcome' : `${history.length} outcomes, newest first`}: ${words.join('; ')}. ${identity}`}
      {...rest}
      // Not `menu`, by which the arrow keys know the row's other menu.
      aria-haspopup="true"
      className="flex h-7 w-full flex-row-reverse flex-wrap-reverse content-center gap-0.5 rounded hover:bg-hover"
    >
      {history.map((record, index) => (
        <span key={record.id} title={words[index]} className="flex h-2.5 items-center md:h-4">
          <OutcomeShape outcome={record.outcome} />
        </span>
      ))}
    </button>
  );
}

const HistoryMenu = lazyPart<HistoryProps & { isByKey: boolean }>(() => import('./history-menu'), {
  Pending: ({ isByKey: _isByKey, ...props }) => (
    // The button that was pressed is another element now.
    <StripButton {...props} aria-busy ref={(button) => button?.focus({ preventScroll: true })} />
  ),
});

/** The last ten outcomes of a deployment; on a click each of them with its person, time and code, and its record. */
export function HistoryStrip({ deployment, identity }: Omit<HistoryProps, 'history'>) {
  const history = useDeploymentHistory(deployment);
  const [isByKey, open] = useState<boolean>();
  if (history === undefined || history.length === 0) return null;
  const props = { deployment, identity, history };
  if (isByKey !== undefined) return <HistoryMenu {...props} isByKey={isByKey} />;
  const prefetch = () => void HistoryMenu.prefetch().catch(() => undefined);
  return (
    <StripButton
      {...props}
      aria-expanded={false}
      onPointerEnter={prefetch}
      onFocus={prefetch}
      // A click of the Enter key, of Space or of a screen reader has no count.
      onClick={(event) => open(event.detail === 0)}
    />
  );
}
