import { Pencil, Plus, Trash2 } from 'lucide-react';
import type { Application } from '@/contract';
import { useWhyNot } from '@/common/grants';
import { IconButton } from '@/components/ui/icon-button';
import { isolated } from '@/lib/isolated';
import type { Editing } from './editing';

/** What changes an application. */
export default function HeadingActions({
  application,
  onEdit,
}: {
  application: Application;
  onEdit: (editing: Editing) => void;
}) {
  const { applicationId, name } = application;
  const { whyNot, whyNowhere } = useWhyNot();
  const whyNotAll = whyNot('save', { applicationId });
  return (
    <>
      <IconButton
        icon={Plus}
        whyNot={whyNowhere('save', { applicationId })}
        label={`Add deployment to ${isolated(name)} ${applicationId}`}
        onClick={() => onEdit({ kind: 'add-deployment', applicationId })}
      />
      <IconButton
        icon={Pencil}
        whyNot={whyNotAll}
        label={`Edit application ${isolated(name)} ${applicationId}`}
        onClick={() => onEdit({ kind: 'edit-application', application })}
      />
      <IconButton
        icon={Trash2}
        whyNot={whyNotAll}
        label={`Remove application ${isolated(name)} ${applicationId}`}
        onClick={() => onEdit({ kind: 'remove', target: { kind: 'application', application } })}
      />
    </>
  );
}
