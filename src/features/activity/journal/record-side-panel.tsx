import { views, isUnconfirmed, type Cancellation } from '@/contract';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { EnvironmentBadge } from '@/common/environment-badge';
import { identityIds } from '@/common/identity-lines';
import { OutcomeBadge } from '@/common/outcome-badge';
import { codeText } from '@/common/outcome-labels';
import { outcomeMessage } from '@/common/outcome-words';
import { SideConfirmPanel } from '../record/confirm-panel';
import { RecordTarget } from '../record/record-target';

/** The record of the journal's current row, beside the list. */
export function RecordSidePanel({
  record,
  toConfirm,
  onNext,
}: {
  record: Cancellation;
  /** How many outcomes are to be confirmed, as text. */
  toConfirm: string;
  onNext: () => void;
}) {
  const { headline, explanation, next, checks } = outcomeMessage(record);
  return (
    <aside aria-label="Record" className="space-y-3">
      {/* Dense: the button that confirms is in sight without scrolling, also on a laptop. */}
      <Card className="space-y-2 px-4 py-3">
        <div>
          <h2 className="text-lg font-semibold wrap-anywhere">
            <bdi>{record.deploymentName}</bdi>
          </h2>
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-soft tabular">
            <EnvironmentBadge name={record.environment} />
            <span className="min-w-0 wrap-anywhere">{identityIds(record)}</span>
            <TextLink href={views.cancellation(record.id)} className="ml-auto">
              Open record
            </TextLink>
          </p>
        </div>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <OutcomeBadge outcome={record.outcome} />
          <span className="font-medium tabular">{codeText(record)}</span>
        </p>
        <div className="space-y-1 text-sm text-ink-soft">
          <p className="text-base font-medium text-ink">{headline}</p>
          <p>{explanation}</p>
          <p>{next}</p>
          {checks.length > 0 && (
            <ul className="list-disc space-y-1 pl-5">
              {checks.map((check) => (
                <li key={check}>{check}</li>
              ))}
            </ul>
          )}
        </div>
      </Card>
      <SideConfirmPanel key={record.id} record={record} />
      {!isUnconfirmed(record) && toConfirm !== '' && (
        <Button onClick={onNext}>{`Next to confirm (${toConfirm})`}</Button>
      )}
      <Card title="Target">
        <RecordTarget record={record} />
      </Card>
    </aside>
  );
}
