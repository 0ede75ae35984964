import { Pencil, Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Application, Deployment } from '@/contract';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { DeploymentRow } from './deployment-row';
import type { Editing } from './editing';

export function ApplicationSection({
  application,
  saved,
  renderAction,
  onEdit,
}: {
  /** The application with the deployments to show. */
  application: Application;
  /** The application as it is saved, with all of its deployments. */
  saved: Application;
  renderAction: (application: Application, deployment: Deployment) => ReactNode;
  onEdit: ((editing: Editing) => void) | undefined;
}) {
  const { applicationId, name, deployments } = application;
  const heading = `application-${applicationId}`;
  return (
    <section
      aria-labelledby={heading}
      className="overflow-hidden rounded-lg border border-line bg-surface shadow-raised"
    >
      <div className="flex items-center justify-between gap-3 px-4 py-2.5">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3">
          <h2 id={heading} className="min-w-0 text-base font-semibold wrap-anywhere">
            {name}
          </h2>
          <span className="inline-flex items-center gap-0.5 text-xs text-ink-faint tabular">
            <span className="break-all">Application {applicationId}</span>
            <CopyButton text={applicationId} label={`Copy application ID ${applicationId}`} />
          </span>
        </div>
        {onEdit !== undefined && (
          <div className="-mr-1 flex shrink-0">
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Add deployment to ${name}`}
              onClick={() => onEdit({ kind: 'add-deployment', applicationId })}
            >
              <Plus aria-hidden="true" className="size-4" />
            </Button>
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Edit application ${name}`}
              onClick={() => onEdit({ kind: 'edit-application', application: saved })}
            >
              <Pencil aria-hidden="true" className="size-4" />
            </Button>
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Remove application ${name}`}
              onClick={() => onEdit({ kind: 'remove', target: { kind: 'application', application: saved } })}
            >
              <Trash2 aria-hidden="true" className="size-4" />
            </Button>
          </div>
        )}
      </div>
      {deployments.length === 0 ? (
        <p className="border-t border-line px-4 py-4 text-sm text-ink-faint">No deployments saved yet.</p>
      ) : (
        <table className="block w-full sm:table sm:table-fixed">
          <caption className="sr-only">Deployments of {name}</caption>
          <colgroup className="hidden sm:table-column-group">
            <col />
            <col className="w-32 lg:w-48" />
            <col className="w-32 lg:w-36" />
            <col className="w-40 lg:w-64" />
            {onEdit !== undefined && <col className="w-52 lg:w-72" />}
          </colgroup>
          <thead className="sr-only">
            <tr>
              <th scope="col">Deployment</th>
              <th scope="col">ID</th>
              <th scope="col">Environment</th>
              <th scope="col">Last cancellation</th>
              {onEdit !== undefined && <th scope="col">Actions</th>}
            </tr>
          </thead>
          <tbody className="block sm:table-row-group">
            {deployments.map((deployment) => (
              <DeploymentRow
                key={deployment.deploymentId}
                deployment={deployment}
                action={renderAction(application, deployment)}
                onEdit={onEdit}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
