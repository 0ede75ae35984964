import { useMemo } from 'react';
import type { Application } from '@/contract';
import { Select } from '@/components/ui/input';
import { isolated } from '@/lib/isolated';

interface Target {
  applicationId?: string | undefined;
  deploymentId?: string | undefined;
}

/** Filters by a deployment of the saved list; `hasApplications`: or by a whole application. */
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

  function choose(chosen: string) {
    const [applicationId = '', deploymentId = ''] = chosen.split('/');
    onChange({
      applicationId: applicationId === '' ? undefined : applicationId,
      deploymentId: deploymentId === '' ? undefined : deploymentId,
    });
  }

  return (
    <Select
      aria-label="Deployment"
      value={value}
      onChange={(event) => choose(event.target.value)}
      className="sm:w-60"
    >
      <option value="">All deployments</option>
      {value !== '' && !isSaved && <option value={value}>{unsavedTargetLabel(target)}</option>}
      {choices}
    </Select>
  );
}

/** Names a chosen target that is none of the saved deployments. */
function unsavedTargetLabel({ applicationId, deploymentId }: Target): string {
  if (deploymentId === undefined) return `All of application ${applicationId}`;
  return applicationId === undefined
    ? `Deployment ${deploymentId} of any application`
    : `Deployment ${deploymentId} (not saved)`;
}
