import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { Target } from './batch-plan';
import { isolated } from '@/lib/isolated';

/** Only what is saved can be cancelled, and these were removed since the dialog opened. */
export function GoneNotice({
  targets,
  leaveOut,
}: {
  targets: readonly Target[];
  /** Undefined when nothing would be left. */
  leaveOut: (() => void) | undefined;
}) {
  const one = targets.length === 1;
  return (
    <Notice
      tone="negative"
      role="alert"
      title="Nothing was sent."
      action={
        leaveOut && (
          <Button
            size="sm"
            onClick={leaveOut}
          >{`Leave ${one ? 'this one' : `these ${targets.length.toLocaleString('en')}`} out`}</Button>
        )
      }
    >
      <p>{`${one ? 'One was' : `${targets.length.toLocaleString('en')} were`} removed from the saved list since this dialog opened:`}</p>
      <ul className="list-disc pl-4">
        {targets.map(({ applicationId, deploymentId, name }) => (
          <li key={`${applicationId}/${deploymentId}`}>{`${isolated(name)}, ID ${deploymentId}`}</li>
        ))}
      </ul>
      <p>
        {leaveOut
          ? 'Only what is saved can be cancelled: leave them out, or save them again.'
          : 'Nothing of this list is left. Save them again, or close this.'}
      </p>
    </Notice>
  );
}
