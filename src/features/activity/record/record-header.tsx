import type { Cancellation } from '@/contract';
import { FullTime } from '@/components/ui/full-time';
import { ViewHeading } from '@/components/ui/view-heading';
import { EnvironmentBadge } from '@/common/environment-badge';
import { identityText } from '@/common/identity';
import { OutcomeBadge } from '@/common/outcome-badge';
import { OverdueMark } from '@/common/overdue-mark';
import { codeText } from '@/common/outcome-labels';
import { isolated } from '@/lib/isolated';
import { ConfirmState } from './confirm-state';
import type { ConfirmationState } from './use-confirmation';

/**
 * What was cancelled, by whom and with which outcome, beside the button that confirms it. It stays at the upper edge
 * while the rest is scrolled, so that nobody confirms another record than the one they read.
 */
export function RecordHeader({ record, state }: { record: Cancellation; state: ConfirmationState }) {
  return (
    <section
      aria-label="Summary"
      data-record-header=""
      className="sticky top-0 z-10 -mx-4 flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-line bg-canvas px-4 py-2 sm:-mx-6 sm:px-6 low:static"
    >
      <div className="min-w-0 flex-1 basis-72">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <div role="status" className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <OutcomeBadge outcome={record.outcome} />
            <span className="text-sm font-semibold tabular">{codeText(record)}</span>
            <span className="text-sm">
              <OverdueMark record={record} words="Review overdue" />
            </span>
          </div>
          <EnvironmentBadge name={record.environment} />
        </div>
        <div className="[&_h1]:line-clamp-2 [&_h1]:wrap-anywhere">
          <ViewHeading
            title={`Cancellation of ${isolated(record.deploymentName)}`}
            name={`Cancellation of ${identityText(record)}`}
          />
        </div>
        <p className="flex flex-wrap gap-x-3 text-xs text-ink-soft tabular">
          <span>{`ID ${record.deploymentId}`}</span>
          <span className="line-clamp-1 max-w-full wrap-anywhere">
            {`${isolated(record.applicationName)} ${record.applicationId}`}
          </span>
          <span className="wrap-anywhere">{isolated(record.person)}</span>
          <FullTime iso={record.requestedAt} />
        </p>
      </div>
      {record.outcome !== null && <ConfirmState confirmation={record.confirmation} state={state} />}
    </section>
  );
}
