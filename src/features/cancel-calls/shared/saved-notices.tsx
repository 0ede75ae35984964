import { environmentChangeMs, type Deployment } from '@/contract';
import { Notice } from '@/components/ui/notice';
import { environmentName } from '@/common/environments';
import { ago } from '@/lib/dates';
import { isolated } from '@/lib/isolated';
import { useNow } from '@/lib/use-now';
import { useRemoval } from '../api/find-removal';

/** Nobody may cancel these calls until somebody takes the protection off. */
export function ProtectedNotice({ protection }: Pick<Deployment, 'protection'>) {
  const now = useNow();
  if (protection === undefined) return null;
  const { reason, person, at } = protection;
  const by = person === null ? '' : `By ${isolated(person)}, ${ago(at, now)}. `;
  return (
    <Notice tone="negative" role="alert" title={`Protected: ${isolated(reason)}`}>
      <p>{`${by}Nothing can be cancelled until somebody who may edit the list takes the protection off.`}</p>
    </Notice>
  );
}

/** A relabelled deployment may be another queue than its environment says: for a week the dialog tells of it. */
export function EnvironmentNotice({ deployment }: { deployment: Deployment }) {
  const now = useNow();
  const { environment, environmentChange: change } = deployment;
  if (change === undefined || now - Date.parse(change.at) > environmentChangeMs) return null;
  const [from, to, is] = [change.from, change.to, environment].map((name) => isolated(environmentName(name)));
  const by = change.person === null ? '' : ` by ${isolated(change.person)}`;
  // It ceased to be production, whatever else others called it afterwards.
  const since = to === is ? '' : `. It is ${is} now.`;
  return (
    <Notice
      tone="warning"
      title={`Environment was changed from ${from} to ${to}${by}, ${ago(change.at, now)}${since}`}
    />
  );
}

/** Only what is saved can be cancelled, and somebody has removed this deployment since the dialog opened. */
export function RemovedNotice({ deployment }: { deployment: Deployment }) {
  const now = useNow();
  const removal = useRemoval(deployment);
  const person = removal?.person ?? null;
  const by = person === null ? '' : ` by ${isolated(person)}`;
  const when = removal === undefined ? '' : ` ${ago(removal.at, now)}`;
  return (
    <Notice tone="warning" role="alert" title={`Removed from the saved list${by}${when}.`}>
      <p>Only what is saved can be cancelled.</p>
    </Notice>
  );
}
