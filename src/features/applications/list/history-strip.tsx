import type { Deployment, RecentCancellation } from '@/contract';
import { OutcomeShape } from '@/common/outcome-shape';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { fullTime } from '@/lib/dates';
import { isolated } from '@/lib/isolated';
import { useDeploymentHistory } from '../api/deployment-histories';

function describe(record: RecentCancellation): string {
  const { label } = outcomeLabel(record.outcome);
  const code = codeText(record);
  const words = record.outcome === null || code.includes(label) ? code : `${label}, ${code}`;
  return `${words}, ${isolated(record.person)}, ${fullTime(record.requestedAt)}`;
}

/** The last ten outcomes of a deployment, the newest on the right; on a phone the last five. */
export default function HistoryStrip({ deployment }: { deployment: Deployment }) {
  const history = useDeploymentHistory(deployment);
  if (history === undefined || history.length === 0) return null;
  const words = history.map(describe);
  return (
    <span
      role="img"
      aria-label={`Last ${history.length === 1 ? 'outcome' : `${history.length} outcomes, newest first`}: ${words.join('; ')}`}
      className="flex h-full items-center justify-end gap-0.5"
    >
      {history.toReversed().map((record, index) => (
        <span
          key={record.id}
          title={words[history.length - 1 - index]}
          className="flex h-4 items-center max-md:nth-last-[n+6]:hidden"
        >
          <OutcomeShape outcome={record.outcome} />
        </span>
      ))}
    </span>
  );
}
