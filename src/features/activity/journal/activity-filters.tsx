import { X } from 'lucide-react';
import { useMemo } from 'react';
import { outcomes, type Application, type JournalFilters } from '@/contract';
import { Button } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { Select } from '@/components/ui/input';
import { outcomeLabel } from '@/common/outcome-labels';
import { ConfirmedFilter } from './confirmed-filter';
import { isolated } from '@/lib/isolated';

type OutcomeFilter = NonNullable<JournalFilters['outcome']>;

const outcomeChoices: OutcomeFilter[] = [...outcomes, 'open'];

export function ActivityFilters({
  filters,
  applications,
  toConfirm,
  toConfirmFirst,
  onChange,
}: {
  filters: JournalFilters;
  /** The saved list, to choose a deployment from. */
  applications: readonly Application[];
  /** How many outcomes are to be confirmed, as text. */
  toConfirm: string;
  toConfirmFirst: boolean;
  onChange: (filters: JournalFilters) => void;
}) {
  const { outcome, applicationId, deploymentId, batchId, confirmed, q } = filters;
  // The address may have the application's ID, the deployment's, or both.
  const target =
    applicationId === undefined && deploymentId === undefined
      ? ''
      : `${applicationId ?? ''}/${deploymentId ?? ''}`;
  const isSaved = applications.some((one) =>
    one.deployments.some((item) => target === `${item.applicationId}/${item.deploymentId}`),
  );

  // There may be thousands of options: not rendered again for each record that arrives.
  const choices = useMemo(
    () =>
      applications.map((application) => (
        <optgroup key={application.applicationId} label={application.name}>
          {application.deployments.map((item) => (
            <option
              key={item.deploymentId}
              value={`${item.applicationId}/${item.deploymentId}`}
            >{`${isolated(item.name)} (${item.deploymentId})`}</option>
          ))}
        </optgroup>
      )),
    [applications],
  );

  function chooseOutcome(value: string) {
    const { outcome: _, ...rest } = filters;
    const chosen = outcomeChoices.find((one) => one === value);
    onChange(chosen === undefined ? rest : { ...rest, outcome: chosen });
  }
  function chooseTarget(value: string) {
    const [app, item] = value.split('/');
    const { applicationId: _, deploymentId: __, ...kept } = filters;
    onChange({
      ...kept,
      ...(app !== undefined && app !== '' && { applicationId: app }),
      ...(item !== undefined && item !== '' && { deploymentId: item }),
    });
  }

  function leaveBatch() {
    const { batchId: _, ...rest } = filters;
    onChange(rest);
    // The button disappears, and the focus with it.
    focusHeading();
  }
  function chooseConfirmed(value: JournalFilters['confirmed']) {
    const { confirmed: _, ...rest } = filters;
    onChange(value === undefined ? rest : { ...rest, confirmed: value });
  }

  return (
    <div role="group" aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <ConfirmedFilter
        value={confirmed}
        count={toConfirm}
        toConfirmFirst={toConfirmFirst}
        onChange={chooseConfirmed}
      />
      <Select
        aria-label="Outcome"
        value={outcome ?? ''}
        onChange={(event) => chooseOutcome(event.target.value)}
        className="sm:w-44"
      >
        <option value="">All outcomes</option>
        {outcomeChoices.map((one) => (
          <option key={one} value={one}>
            {one === 'open' ? outcomeLabel(null).label : outcomeLabel(one).label}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Deployment"
        value={target}
        onChange={(event) => chooseTarget(event.target.value)}
        className="sm:w-72"
      >
        <option value="">All deployments</option>
        {target !== '' && !isSaved && <option value={target}>{unsavedTargetLabel(filters)}</option>}
        {choices}
      </Select>
      {batchId !== undefined && (
        <Button aria-label="One batch: show all" onClick={leaveBatch}>
          One batch
          <X aria-hidden="true" className="size-4" />
        </Button>
      )}
      {q !== undefined && (
        <p className="max-w-72 truncate px-1 text-sm text-ink-soft">
          with “<span className="font-medium text-ink">{q}</span>”
        </p>
      )}
      {(outcome !== undefined || target !== '' || q !== undefined) && (
        <Button
          variant="ghost"
          onClick={(event) => {
            // The button disappears, and the focus with it.
            event.currentTarget.parentElement?.querySelector('select')?.focus({ preventScroll: true });
            onChange(confirmed === undefined ? {} : { confirmed });
          }}
        >
          Clear filters
        </Button>
      )}
    </div>
  );
}

/** Names a chosen target that is none of the saved deployments. */
function unsavedTargetLabel({ applicationId, deploymentId }: JournalFilters): string {
  if (deploymentId === undefined) return `All of application ${applicationId}`;
  return applicationId === undefined
    ? `Deployment ${deploymentId} of any application`
    : `Deployment ${deploymentId} (not saved)`;
}
