import { deploymentKey } from '@/contract';
import { X } from 'lucide-react';
import type { MouseEvent } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { focusHeading } from '@/components/ui/focus-heading';
import { ScrollList } from '@/components/ui/scroll-list';
import { EnvironmentBadge } from '@/common/environment-badge';
import { identityOf, identityText } from '@/common/identity';
import { grouped } from '@/lib/grouped';
import type { SelectionControl } from './selection';
import { isolated } from '@/lib/isolated';
import { scrollWithin } from '@/lib/scroll-within';

/** More than anybody reads; a batch has fewer. */
const maxNamed = 1000;

/** The names of all selected deployments, in sight or not, each with a button to deselect it. */
export function SelectedNames({ selection: { held, isShown, toggle } }: { selection: SelectionControl }) {
  function deselect(event: MouseEvent<HTMLElement>, { deployment }: (typeof held)[number]) {
    const item = event.currentTarget.closest('li');
    const next = (item?.nextElementSibling ?? item?.previousElementSibling)?.querySelector('button');
    // The button disappears, and the focus with it.
    if (next) {
      next.focus({ preventScroll: true });
      scrollWithin(next);
    } else focusHeading();
    toggle(deployment, false, false);
  }
  return (
    <>
      <ScrollList label="Selected deployments" className="max-h-[min(14rem,35dvh)] bg-canvas">
        {held.slice(0, maxNamed).map((saved) => {
          const { application, deployment } = saved;
          return (
            <li key={deploymentKey(deployment)} className="flex items-center gap-3 py-1 pr-1.5 pl-3 text-sm">
              <p className="min-w-0 flex-1 wrap-anywhere">
                <bdi className="font-medium">{deployment.name}</bdi>{' '}
                <span className="text-xs text-ink-faint tabular">{`${isolated(application.name)} · ${deployment.applicationId} / ${deployment.deploymentId}`}</span>
              </p>
              {!isShown(deployment) && <span className="shrink-0 text-xs text-ink-soft">not shown</span>}
              <EnvironmentBadge name={deployment.environment} />
              <IconButton
                icon={X}
                label={`Deselect ${identityText(identityOf(application, deployment))}`}
                title="Deselect"
                onClick={(event) => deselect(event, saved)}
              />
            </li>
          );
        })}
      </ScrollList>
      {held.length > maxNamed && (
        <p className="pt-1 text-xs text-ink-soft tabular">{`The first ${grouped(maxNamed)} of ${grouped(held.length)}.`}</p>
      )}
    </>
  );
}
