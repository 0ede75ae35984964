import type { Application } from '@/contract';
import { deploymentKey } from '@/contract/ids';
import { Card } from '@/components/ui/card';
import { ApplicationHeading } from './application-heading';
import { DeploymentRow, type RowControls } from './deployment-row';
import { ListColumns } from './list-columns';
import { isolated } from '@/lib/isolated';

export function ApplicationSection({
  application,
  saved,
  selected,
  controls,
}: {
  /** The application with the deployments to show. */
  application: Application;
  /** The application as it is saved, with all of its deployments. */
  saved: Application;
  /** Keys of the selected deployments. */
  selected: ReadonlySet<string>;
  controls: RowControls;
}) {
  const { applicationId, name, deployments } = application;
  const heading = `application-${applicationId}`;
  return (
    <Card aria-labelledby={heading} className="overflow-clip">
      <div className="sticky top-13 z-10 rounded-t-lg bg-canvas low:static">
        <ApplicationHeading
          application={saved}
          shown={deployments}
          selected={selected}
          id={heading}
          controls={controls}
        />
      </div>
      {deployments.length === 0 ? (
        <p className="border-t border-line px-4 py-4 text-sm text-ink-faint">No deployments saved yet.</p>
      ) : (
        <table
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- A table can be a grid (ARIA in HTML).
          role="grid"
          className="block w-full lg:table lg:table-fixed"
        >
          <caption className="sr-only">{`Deployments of ${isolated(name)}`}</caption>
          <ListColumns controls={controls} />
          <tbody className="block lg:table-row-group">
            {deployments.map((deployment) => (
              <DeploymentRow
                key={deployment.deploymentId}
                application={saved}
                deployment={deployment}
                selected={selected.has(deploymentKey(deployment))}
                controls={controls}
              />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
