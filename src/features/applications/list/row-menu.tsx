import { Copy, Ellipsis, History, Pencil, Trash2 } from 'lucide-react';
import type { Application, Deployment } from '@/contract';
import { views } from '@/contract/paths';
import { Menu } from '@/components/ui/menu';
import { filterParams } from '@/common/query-keys';
import type { Editing } from './editing';

async function copy(text: string) {
  // Not part of the first view.
  const { showToast } = await import('@/components/ui/toast');
  try {
    await navigator.clipboard.writeText(text);
    showToast('copied', { role: 'status', tone: 'neutral', duration: 2000, title: `Copied: ${text}` });
  } catch {
    showToast('copied', { role: 'alert', tone: 'negative', duration: null, title: 'Copying failed.' });
  }
}

/** What a deployment's row offers beside cancelling, in one menu. */
export function RowMenu({
  application: { applicationId },
  deployment,
  identity,
  onEdit,
}: {
  application: Application;
  deployment: Deployment;
  identity: string;
  /** Undefined for support, who may only read. */
  onEdit: ((editing: Editing) => void) | undefined;
}) {
  const { deploymentId } = deployment;
  return (
    <Menu
      icon={Ellipsis}
      label={`More for ${identity}`}
      title="More"
      isInRow
      isTabStop={onEdit === undefined}
      entries={[
        ...(onEdit === undefined
          ? []
          : ([
              {
                kind: 'action',
                icon: Pencil,
                text: 'Edit…',
                onSelect: () => onEdit({ kind: 'edit-deployment', deployment }),
              },
            ] as const)),
        {
          kind: 'action',
          icon: Copy,
          text: `Copy deployment ID ${deploymentId}`,
          onSelect: () => void copy(deploymentId),
        },
        {
          kind: 'action',
          icon: Copy,
          text: 'Copy both IDs',
          hint: `${applicationId}/${deploymentId}`,
          onSelect: () => void copy(`${applicationId}/${deploymentId}`),
        },
        {
          kind: 'link',
          icon: History,
          text: 'History in Activity',
          href: `${views.activity}?${filterParams({ applicationId, deploymentId })}`,
        },
        ...(onEdit === undefined
          ? []
          : ([
              { kind: 'separator' },
              {
                kind: 'action',
                icon: Trash2,
                text: 'Remove…',
                onSelect: () => onEdit({ kind: 'remove', target: { kind: 'deployment', deployment } }),
              },
            ] as const)),
      ]}
    />
  );
}
