import { useState } from 'react';
import type { Application } from '@/contract';
import { Dialog } from '@/components/ui/dialog';
import { lazyPart } from '@/components/ui/lazy-part';
import { ApplicationForm } from '../editing/application-form';
import { DeploymentForm } from '../editing/deployment-form';
import type { Removable } from '../api/remove';
import type { Pasted } from '../import/use-pasted-text';
import { setSelected } from '../selection/selection';
import type { Editing } from './editing';
import { RemoveDialog } from '../editing/remove-dialog';
import { FindIdsHint } from '../editing/find-ids-hint';
import { identityIds, identityTitle } from '@/common/identity-lines';
import { identityIn } from '@/common/identity-in';
import { isolated } from '@/lib/isolated';

const EditSeveralDialog = lazyPart(() => import('../selection/edit-several-dialog'));
const RemoveSeveralDialog = lazyPart(() => import('../selection/remove-several-dialog'));
const PasteDialog = lazyPart(() => import('../import/paste-dialog'));
const ImportDialog = lazyPart(() => import('../import/import-dialog'));

interface Props {
  editing: Editing;
  applications: Application[];
  onClose: () => void;
}

/** The dialogs that change the saved list. */
export default function EditingDialogs({ editing, applications, onClose }: Props) {
  switch (editing.kind) {
    case 'add-application':
      return (
        <Dialog title="Add application" description={<FindIdsHint />} onClose={onClose}>
          <ApplicationForm applications={applications} onDone={onClose} />
        </Dialog>
      );
    case 'edit-application':
      return (
        <Dialog
          title={`Edit ${isolated(editing.application.name)}`}
          description={`Application ${editing.application.applicationId}. Only this console uses this name. Fuse does not see it.`}
          onClose={onClose}
        >
          <ApplicationForm application={editing.application} applications={applications} onDone={onClose} />
        </Dialog>
      );
    case 'add-deployment':
      return (
        <Dialog title="Add deployment" description={<FindIdsHint />} onClose={onClose}>
          <DeploymentForm
            applications={applications}
            applicationId={editing.applicationId}
            onDone={onClose}
          />
        </Dialog>
      );
    case 'edit-deployment': {
      const identity = identityIn(applications, editing.deployment);
      return (
        <Dialog
          title={`Edit ${identityTitle(identity)}`}
          description={identityIds(identity)}
          onClose={onClose}
        >
          <DeploymentForm deployment={editing.deployment} applications={applications} onDone={onClose} />
        </Dialog>
      );
    }
    case 'remove': {
      const target = asSaved(editing.target, applications);
      return <RemoveDialog target={target} applications={applications} onClose={onClose} />;
    }
    case 'edit-several':
      return (
        <EditSeveralDialog deployments={editing.deployments} applications={applications} onClose={onClose} />
      );
    case 'remove-several':
      return (
        <RemoveSeveralDialog
          deployments={editing.deployments}
          applications={applications}
          onClose={onClose}
        />
      );
    case 'paste':
      return <SaveFromText pasted={editing} applications={applications} onClose={onClose} />;
    case 'import':
      return <ImportDialog onClose={onClose} />;
  }
}

/** A pasted text that is a list exported by a console can go on to the import, with all that it holds. */
function SaveFromText(props: { pasted: Pasted; applications: Application[]; onClose: () => void }) {
  const [list, setList] = useState<string>();
  return list === undefined ? (
    <PasteDialog {...props} onImport={setList} onSelect={(keys) => setSelected({ keys, anchor: null })} />
  ) : (
    <ImportDialog content={list} onClose={props.onClose} />
  );
}

/** The application as it is saved now: deployments that a colleague has added since would be removed with it. */
function asSaved(target: Removable, applications: readonly Application[]): Removable {
  if (target.kind === 'deployment') return target;
  const { applicationId } = target.application;
  const application = applications.find((saved) => saved.applicationId === applicationId);
  return application === undefined ? target : { kind: 'application', application };
}
