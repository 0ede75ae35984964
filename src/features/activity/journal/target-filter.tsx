import { ChevronDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import { deploymentKey, type Application } from '@/contract';
import { savedByKey } from '@/common/saved-deployments';
import { Select } from '@/components/ui/input';
import { lazyPalette } from '@/components/ui/lazy-palette';
import { isolated } from '@/lib/isolated';

const TargetPicker = lazyPalette(() => import('./target-picker'));

export interface Target {
  applicationId?: string | undefined;
  deploymentId?: string | undefined;
}

/**
 * Filters by a deployment of the saved list; `hasApplications`: or by a whole application. In a wide window a picker that
 * is searched by typing, in a narrow one a native select.
 */
export function TargetFilter({
  target,
  applications,
  hasApplications = false,
  onChange,
}: {
  target: Target;
  applications: readonly Application[];
  hasApplications?: boolean;
  onChange: (target: Target) => void;
}) {
  const { applicationId, deploymentId } = target;
  const [isPicking, setPicking] = useState(false);
  const { name, id } = targetLabel(target, applications);
  // The address may have the application's ID, the deployment's, or both.
  const value =
    applicationId === undefined && deploymentId === undefined
      ? ''
      : `${applicationId ?? ''}/${deploymentId ?? ''}`;
  const isSaved = applications.some(
    (one) =>
      (hasApplications && value === `${one.applicationId}/`) ||
      one.deployments.some((item) => value === `${item.applicationId}/${item.deploymentId}`),
  );

  // There may be thousands of options: not rendered again for each record that arrives.
  const choices = useMemo(
    () =>
      applications.map((application) => (
        <optgroup key={application.applicationId} label={application.name}>
          {hasApplications && (
            <option
              value={`${application.applicationId}/`}
            >{`All of ${isolated(application.name)} (${application.applicationId})`}</option>
          )}
          {application.deployments.map((item) => (
            <option
              key={item.deploymentId}
              value={`${item.applicationId}/${item.deploymentId}`}
            >{`${isolated(item.name)} (${item.deploymentId})`}</option>
          ))}
        </optgroup>
      )),
    [applications, hasApplications],
  );

  function choose({ applicationId, deploymentId }: Target) {
    onChange({ applicationId: applicationId || undefined, deploymentId: deploymentId || undefined });
  }

  return (
    <>
      <button
        type="button"
        className="hidden h-9 field-control items-center gap-2 text-left sm:w-60 lg:flex"
        aria-haspopup="dialog"
        aria-label={`Deployment: ${isolated(name)}${id === undefined ? '' : ` (${id})`}`}
        onPointerEnter={() => void TargetPicker.prefetch().catch(() => undefined)}
        onClick={() => setPicking(true)}
      >
        <span className="flex-1 truncate">{name}</span>
        {id !== undefined && <span className="text-ink-soft tabular">{id}</span>}
        <ChevronDown aria-hidden="true" className="size-4 shrink-0" />
      </button>
      {isPicking && (
        <TargetPicker
          applications={applications}
          hasApplications={hasApplications}
          onPick={choose}
          onClose={() => setPicking(false)}
        />
      )}
      <Select
        aria-label="Deployment"
        value={value}
        onChange={(event) => {
          const [applicationId, deploymentId] = event.target.value.split('/');
          choose({ applicationId, deploymentId });
        }}
        className="sm:w-60 lg:hidden"
      >
        <option value="">{everyDeployment}</option>
        {value !== '' && !isSaved && <option value={value}>{unsavedTargetLabel(target)}</option>}
        {choices}
      </Select>
    </>
  );
}

const everyDeployment = 'All deployments';

/** What the button says, and the ID, which is never cut. */
function targetLabel(target: Target, applications: readonly Application[]): { name: string; id?: string } {
  const { applicationId, deploymentId } = target;
  if (applicationId === undefined && deploymentId === undefined) return { name: everyDeployment };
  if (applicationId !== undefined && deploymentId !== undefined) {
    const saved = savedByKey(applications).get(deploymentKey({ applicationId, deploymentId }));
    if (saved !== undefined) return { name: saved.deployment.name, id: deploymentId };
  }
  const application = applications.find((one) => one.applicationId === applicationId);
  if (application === undefined || applicationId === undefined || deploymentId !== undefined)
    return { name: unsavedTargetLabel(target) };
  return { name: `All of ${application.name}`, id: applicationId };
}

/** Names a chosen target that is none of the saved deployments. */
function unsavedTargetLabel({ applicationId, deploymentId }: Target): string {
  if (deploymentId === undefined) return `All of application ${applicationId}`;
  return applicationId === undefined
    ? `Deployment ${deploymentId} of any application`
    : `Deployment ${deploymentId} (not saved)`;
}
