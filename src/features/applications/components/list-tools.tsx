import { Pencil, Plus, Trash2 } from 'lucide-react';
import type { Application, Deployment } from '@/contract';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { controlOf } from '../selection';
import { inOrder } from '../sorting';
import type { Editing } from './editing';
import { Filters } from './filters';
import { markerOf } from './marker';
import { NothingFound } from './nothing-found';
import { SelectBox } from './select-box';
import { StaleNotice } from './stale-notice';

type OnEdit = (editing: Editing) => void;

function EditDeployment({ deployment, onEdit }: { deployment: Deployment; onEdit: OnEdit }) {
  const { name } = deployment;
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Edit ${name}`}
        onClick={() => onEdit({ kind: 'edit-deployment', deployment })}
      >
        <Pencil aria-hidden="true" className="size-4" />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Remove ${name}`}
        onClick={() => onEdit({ kind: 'remove', target: { kind: 'deployment', deployment } })}
      >
        <Trash2 aria-hidden="true" className="size-4" />
      </Button>
    </>
  );
}

function EditApplication({ application, onEdit }: { application: Application; onEdit: OnEdit }) {
  const { applicationId, name } = application;
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Add deployment to ${name}`}
        onClick={() => onEdit({ kind: 'add-deployment', applicationId })}
      >
        <Plus aria-hidden="true" className="size-4" />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Edit application ${name}`}
        onClick={() => onEdit({ kind: 'edit-application', application })}
      >
        <Pencil aria-hidden="true" className="size-4" />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Remove application ${name}`}
        onClick={() => onEdit({ kind: 'remove', target: { kind: 'application', application } })}
      >
        <Trash2 aria-hidden="true" className="size-4" />
      </Button>
    </>
  );
}

/** What nobody reaches for before the list is read: it comes with the first idle moment. */
export const listTools = {
  CopyButton,
  EditApplication,
  EditDeployment,
  Filters,
  NothingFound,
  SelectBox,
  StaleNotice,
  controlOf,
  inOrder,
  markerOf,
};
export type ListTools = typeof listTools;
