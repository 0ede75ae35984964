import type { Application } from '@/contract';
import { environmentName } from '@/common/environments';
import { savedDeployments } from '@/common/saved-deployments';
import type { PaletteText } from '@/components/ui/lazy-palette';
import { Palette } from '@/components/ui/palette';
import { fold } from '@/lib/fold';
import { grouped } from '@/lib/grouped';
import { isolated } from '@/lib/isolated';
import type { Target } from './target-filter';

/** Of a long list; typing more is faster than scrolling. */
const mostShown = 8;

/** Finds a saved deployment by names, environment and IDs, or an application by its name and ID. */
export default function TargetPicker({
  applications,
  hasApplications,
  text,
  setText,
  onPick,
  onClose,
}: PaletteText & {
  applications: readonly Application[];
  hasApplications: boolean;
  onPick: (target: Target) => void;
  onClose: () => void;
}) {
  const words = fold(text).split(' ').filter(Boolean);
  const matches = (...texts: string[]) => {
    const searched = fold(texts.join(' '));
    return words.every((word) => searched.includes(word));
  };
  const item = (target: Target, name: string, about: string) => ({
    id: `${target.applicationId ?? ''}-${target.deploymentId ?? ''}`,
    content: (
      <span className="min-w-0 wrap-anywhere">
        <bdi>{name}</bdi>
        <span className="text-ink-faint tabular">{` · ${about}`}</span>
      </span>
    ),
    run: () => {
      onClose();
      onPick(target);
    },
  });
  const deployments = savedDeployments(applications)
    .filter(({ application: { name, applicationId }, deployment }) =>
      matches(deployment.name, deployment.environment, deployment.deploymentId, name, applicationId),
    )
    .map(({ application, deployment: { applicationId, deploymentId, name, environment } }) =>
      item(
        { applicationId, deploymentId },
        name,
        `${environmentName(environment)} · ${deploymentId} · ${isolated(application.name)}`,
      ),
    );
  const whole = hasApplications
    ? applications
        .filter(({ name, applicationId }) => matches(name, applicationId))
        .map(({ applicationId, name }) => item({ applicationId }, name, applicationId))
    : [];
  const group = (title: string, items: typeof deployments) => ({
    heading:
      items.length > mostShown
        ? `${title}: ${mostShown} of ${grouped(items.length)}, type more to narrow`
        : title,
    items: items.slice(0, mostShown),
  });
  return (
    <Palette
      label="Deployment"
      placeholder="Name, environment or ID"
      value={text}
      onChange={setText}
      onClose={onClose}
      groups={[
        group('Deployments', deployments),
        group('Applications', whole),
        {
          heading: 'No filter',
          items: words.length === 0 ? [item({}, 'All deployments', 'every record')] : [],
        },
      ]}
    />
  );
}
