import { useQueryClient } from '@tanstack/react-query';
import { Copy, History, Pencil, Star, StarOff, Trash2 } from 'lucide-react';
import type { Application, Deployment } from '@/contract';
import { views } from '@/contract/paths';
import type { MenuButtonProps } from '@/components/ui/menu';
import OpenMenu, { type MenuEntry } from '@/components/ui/open-menu';
import { showToast } from '@/components/ui/toast';
import { useWhyNot } from '@/common/grants';
import { identityOf } from '@/common/identity';
import { filterParams } from '@/common/query-keys';
import { changePin } from '../editing/change-pin';
import type { Editing } from './editing';

async function copy(text: string) {
  try {
    await navigator.clipboard.writeText(text);
    showToast('copied', { role: 'status', tone: 'neutral', duration: 2000, title: `Copied: ${text}` });
  } catch {
    showToast('copied', { role: 'alert', tone: 'negative', duration: null, title: 'Copying failed.' });
  }
}

export interface RowMenuProps {
  application: Application;
  deployment: Deployment;
  /** Stands among the pinned ones. */
  isPinned: boolean;
  /** Undefined for support, who may only read. */
  onEdit: ((editing: Editing) => void) | undefined;
}

/** The open menu of a deployment's row. */
export default function OpenRowMenu({
  application,
  deployment,
  isPinned,
  onEdit,
  ...button
}: MenuButtonProps & RowMenuProps) {
  const client = useQueryClient();
  const { applicationId, deploymentId } = deployment;
  const bothIds = `${applicationId}/${deploymentId}`;
  const reading: MenuEntry[] = [
    {
      kind: 'action',
      icon: isPinned ? StarOff : Star,
      text: isPinned ? 'Unpin' : 'Pin to top',
      onSelect: () => void changePin(client, identityOf(application, deployment), !isPinned),
    },
    {
      kind: 'action',
      icon: Copy,
      text: `Copy deployment ID ${deploymentId}`,
      onSelect: () => void copy(deploymentId),
    },
    { kind: 'action', icon: Copy, text: 'Copy both IDs', hint: bothIds, onSelect: () => void copy(bothIds) },
    {
      kind: 'link',
      icon: History,
      text: 'History',
      href: `${views.changes}?${filterParams({ applicationId, deploymentId })}`,
    },
  ];
  const whyNot = useWhyNot().whyNot('save', deployment);
  if (onEdit === undefined) return <OpenMenu {...button} entries={reading} />;
  const edit: MenuEntry = {
    kind: 'action',
    icon: Pencil,
    text: 'Edit…',
    whyNot,
    onSelect: () => onEdit({ kind: 'edit-deployment', deployment }),
  };
  const remove: MenuEntry = {
    kind: 'action',
    icon: Trash2,
    text: 'Remove…',
    whyNot,
    onSelect: () => onEdit({ kind: 'remove', target: { kind: 'deployment', deployment } }),
  };
  return <OpenMenu {...button} entries={[edit, ...reading, { kind: 'separator' }, remove]} />;
}
