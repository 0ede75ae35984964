import { useState } from 'react';
import { confirmationRequest, type Cancellation } from '@/contract';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, dialogFormClass, DialogFooter } from '@/components/ui/dialog';
import { CloseButton } from '@/components/ui/dialog-state';
import { Field } from '@/components/ui/field';
import { TextArea } from '@/components/ui/input';
import { environmentName } from '@/common/environments';
import { isolated } from '@/lib/isolated';

/** Asks how an unknown outcome was checked, and confirms it with that. */
export default function NoteDialog({
  record,
  onConfirm,
  onClose,
}: {
  record: Cancellation;
  onConfirm: (note: string) => void;
  onClose: () => void;
}) {
  const [note, setNote] = useState('');
  const [error, setError] = useState<string>();

  function submit() {
    const check = confirmationRequest.safeParse({ note });
    if (note.trim() === '') setError('Say how you checked it: we do not know if the calls were cancelled.');
    else if (!check.success) setError(`The note ${check.error.issues[0]?.message ?? 'cannot be used'}.`);
    else onConfirm(note);
  }

  return (
    <Dialog
      title={`Unknown: ${environmentName(record.environment)} · ${isolated(record.deploymentName)}`}
      description={`ID ${record.deploymentId} · ${isolated(record.applicationName)} ${record.applicationId}`}
      onClose={onClose}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        className={dialogFormClass}
      >
        <DialogBody>
          <Field label="How was it checked?" hint="Ctrl + Enter confirms." error={error}>
            <TextArea
              required
              value={note}
              onChange={(event) => setNote(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
              }}
            />
          </Field>
        </DialogBody>
        <DialogFooter>
          <CloseButton>Don’t confirm</CloseButton>
          <Button type="submit" variant="primary">
            I have checked this
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
