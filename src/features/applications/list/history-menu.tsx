import { History } from 'lucide-react';
import { views } from '@/contract/paths';
import { OutcomeIcon } from '@/common/outcome-icon';
import { filterParams } from '@/common/query-keys';
import { OpenMenuOf } from '@/components/ui/open-menu';
import { shortTime } from '@/lib/dates';
import { isolated } from '@/lib/isolated';
import { serverNow } from '@/lib/server-clock';
import { outcomeText, StripButton, type HistoryProps } from './history-strip';

/** The open menu of a deployment's last outcomes: each leads to its record. */
export default function HistoryMenu({ isByKey, ...props }: HistoryProps & { isByKey: boolean }) {
  const { deployment, history } = props;
  const { applicationId, deploymentId } = deployment;
  return (
    <OpenMenuOf
      isByKey={isByKey}
      isWide
      entries={[
        ...history.map((record) => ({
          kind: 'marked-link' as const,
          mark: <OutcomeIcon outcome={record.outcome} />,
          text: outcomeText(record),
          hint: `${isolated(record.person)}, ${shortTime(record.requestedAt, serverNow())}`,
          href: views.cancellation(record.id),
        })),
        { kind: 'separator' },
        {
          kind: 'link',
          icon: History,
          text: 'History',
          href: `${views.changes}?${filterParams({ applicationId, deploymentId })}`,
        },
      ]}
    >
      <StripButton {...props} />
    </OpenMenuOf>
  );
}
