import { isolated } from '../lib/isolated';
import { environmentName } from './environments';
import type { Identity } from './identity';

/** The first line of an identity: `Production · Payment reminders`. */
export function identityTitle({ environment, deploymentName }: Identity): string {
  return `${isolated(environmentName(environment))} · ${isolated(deploymentName)}`;
}

/** The second line of an identity: `ID 310274 · Billing and payments 20481`. */
export function identityIds({ deploymentId, applicationName, applicationId }: Identity): string {
  return `ID ${deploymentId} · ${isolated(applicationName)} ${applicationId}`;
}

/** Both lines, for a toast, a panel or a row of a list. */
export function IdentityLines({ identity }: { identity: Identity }) {
  return (
    <span className="block wrap-anywhere tabular">
      <span className="block font-medium text-ink">{identityTitle(identity)}</span>
      <span className="block text-xs text-ink-soft">{identityIds(identity)}</span>
    </span>
  );
}
