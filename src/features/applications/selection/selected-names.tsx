import { deploymentKey } from '@/contract';
import { X } from 'lucide-react';
import type { MouseEvent } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { focusHeading } from '@/components/ui/focus-heading';
import { ScrollList } from '@/components/ui/scroll-list';
import { environmentName, environmentTone } from '@/common/environments';
import type { SelectionControl } from './selection';
import { isolated } from '@/lib/isolated';
import { scrollWithin } from '@/lib/scroll-within';

/** More than anybody reads; a batch has fewer. */
const namedAtMost = 1000;

/** All that is selected, in sight or not; each can be taken out. */
export function HeldNames({ selection: { held, isShown, toggle } }: { selection: SelectionControl }) {
  function takeOut(event: MouseEvent<HTMLElement>, { deployment }: (typeof held)[number]) {
    const item = event.currentTarget.closest('li');
    const next = (item?.nextElementSibling ?? item?.previousElementSibling)?.querySelector('button');
    // The button goes, and the focus with it.
    if (next) {
      next.focus({ preventScroll: true });
      scrollWithin(next);
    } else focusHeading();
    toggle(deployment, false, false);
  }
  return (
    <>
      <ScrollList label="Selected deployments" className="max-h-[min(14rem,35dvh)] bg-canvas">
        {held.slice(0, namedAtMost).map((saved) => {
          const { application, deployment } = saved;
          return (
            <li key={deploymentKey(deployment)} className="flex items-center gap-3 py-1 pr-1.5 pl-3 text-sm">
              <p className="min-w-0 flex-1 wrap-anywhere">
                <bdi className="font-medium">{deployment.name}</bdi>{' '}
                <span className="text-xs text-ink-faint tabular">{`${isolated(application.name)} · ${deployment.applicationId} / ${deployment.deploymentId}`}</span>
              </p>
              {!isShown(deployment) && <span className="shrink-0 text-xs text-ink-soft">not shown</span>}
              <Badge tone={environmentTone(deployment.environment)}>
                {environmentName(deployment.environment)}
              </Badge>
              <Button
                size="icon"
                variant="ghost"
                aria-label={`Deselect ${isolated(deployment.name)}, ID ${deployment.deploymentId}`}
                title="Deselect"
                onClick={(event) => takeOut(event, saved)}
              >
                <X aria-hidden="true" className="size-4" />
              </Button>
            </li>
          );
        })}
      </ScrollList>
      {held.length > namedAtMost && (
        <p className="pt-1 text-xs text-ink-soft tabular">{`The first ${namedAtMost.toLocaleString('en')} of ${held.length.toLocaleString('en')}.`}</p>
      )}
    </>
  );
}
