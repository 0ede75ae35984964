import type { Application } from '@/contract';
import { deploymentKey } from '@/contract/ids';
import { Card } from '@/components/ui/card';
import { ApplicationHeading } from './application-heading';
import { DeploymentRow, type RowControls } from './deployment-row';
import { ListColumns } from './list-columns';
import { pinnedId } from './pinned';
import { isolated } from '@/lib/isolated';

export function ApplicationSection({
  application,
  saved,
  selected,
  controls,
}: {
  /** The application, or the group of the pinned ones, with the deployments to show. */
  application: Application;
  /** The applications as they are saved, with all of their deployments, by ID. */
  saved: ReadonlyMap<string, Application>;
  /** Keys of the selected deployments. */
  selected: ReadonlySet<string>;
  controls: RowControls;
}) {
  const { applicationId, name, deployments } = application;
  const isPinned = applicationId === pinnedId;
  const heading = `application-${applicationId}`;
  return (
    <Card aria-labelledby={heading} className="overflow-clip">
      <div className="sticky top-(--search-line,3.25rem) z-10 rounded-t-lg bg-canvas low:static">
        <ApplicationHeading
          application={saved.get(applicationId) ?? application}
          shown={deployments}
          selected={selected}
          id={heading}
          controls={controls}
        />
      </div>
      {deployments.length === 0 ? (
        <p className="border-t border-line px-4 py-4 text-sm text-ink-faint">
          {saved.get(applicationId)?.deployments.length === 0
            ? 'No deployments saved yet.'
            : 'All of its deployments are pinned.'}
        </p>
      ) : (
        <table
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- A table can be a grid (ARIA in HTML).
          role="grid"
          className="block w-full lg:table lg:table-fixed"
        >
          <caption className="sr-only">
            {isPinned ? 'Pinned deployments' : `Deployments of ${isolated(name)}`}
          </caption>
          <ListColumns controls={controls} />
          <tbody className="block lg:table-row-group">
            {deployments.map((deployment) => (
              <DeploymentRow
                key={deploymentKey(deployment)}
                application={saved.get(deployment.applicationId) ?? application}
                deployment={deployment}
                isPinned={isPinned}
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
