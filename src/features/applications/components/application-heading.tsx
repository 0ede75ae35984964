import type { Application } from '@/contract';
import type { RowControls } from './deployment-row';
import { useMark } from './marked';
import { noCopyButton, Tool } from './tool';

/** An application's name and ID, and what can be done with it. */
export function ApplicationHeading({
  application,
  id,
  controls: { onEdit },
}: {
  /** The application as it is saved, with all of its deployments. */
  application: Application;
  id: string;
  controls: RowControls;
}) {
  const { applicationId, name } = application;
  const mark = useMark();
  return (
    <div className="flex items-center justify-between gap-3 px-4 py-2.5">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3">
        <h2 id={id} className="min-w-0 text-base font-semibold wrap-anywhere">
          {mark(name)}
        </h2>
        <span className="inline-flex items-center gap-0.5 text-xs font-normal text-ink-faint tabular">
          <span className="break-all">Application {mark(applicationId)}</span>
          <Tool instead={noCopyButton}>
            {({ CopyButton }) => (
              <CopyButton text={applicationId} label={`Copy application ID ${applicationId}`} />
            )}
          </Tool>
        </span>
      </div>
      {onEdit !== undefined && (
        <div className="-mr-1 flex h-8 min-w-24 shrink-0">
          <Tool>
            {({ EditApplication }) => <EditApplication application={application} onEdit={onEdit} />}
          </Tool>
        </div>
      )}
    </div>
  );
}
