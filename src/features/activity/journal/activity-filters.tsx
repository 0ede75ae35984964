import { X } from 'lucide-react';
import { useMemo } from 'react';
import { outcomes, type Application, type JournalFilters } from '@/contract';
import { Button } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { Select } from '@/components/ui/input';
import { outcomeLabel } from '@/common/outcome-labels';
import { ConfirmedFilter } from './confirmed-filter';
import { withFilters, type ChangeFilters } from './filters';
import { PersonFilter, TextFilter } from './typed-filters';
import { TimeFilter } from './time-filter';
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
  onChange: ChangeFilters;
}) {
  const { outcome, applicationId, deploymentId, batchId, confirmed } = filters;
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

  function chooseTarget(value: string) {
    const [applicationId = '', deploymentId = ''] = value.split('/');
    onChange(
      withFilters(filters, {
        applicationId: applicationId === '' ? undefined : applicationId,
        deploymentId: deploymentId === '' ? undefined : deploymentId,
      }),
    );
  }

  function leaveBatch() {
    onChange(withFilters(filters, { batchId: undefined }));
    // The button disappears, and the focus with it.
    focusHeading();
  }

  return (
    <div
      role="group"
      aria-label="Filters"
      className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap"
    >
      <ConfirmedFilter
        value={confirmed}
        count={toConfirm}
        toConfirmFirst={toConfirmFirst}
        onChange={(value) => onChange(withFilters(filters, { confirmed: value }))}
      />
      <Select
        aria-label="Outcome"
        value={outcome ?? ''}
        onChange={({ target: { value } }) =>
          onChange(withFilters(filters, { outcome: outcomeChoices.find((one) => one === value) }))
        }
        className="sm:w-40"
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
        className="sm:w-60"
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
      <TimeFilter filters={filters} onChange={onChange} />
      <PersonFilter filters={filters} onChange={onChange} />
      <TextFilter filters={filters} onChange={onChange} />
      {Object.keys(filters).some((name) => name !== 'confirmed' && name !== 'batchId') && (
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
