import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { DialogBody, DialogFooter, dialogFormClass } from '@/components/ui/dialog';
import { CloseButton, useDialogPending } from '@/components/ui/dialog-state';
import { FailureNotice } from '@/common/failure-notice';
import { Notice } from '@/components/ui/notice';
import { TextLink } from '@/components/ui/text-link';
import { isolated } from '@/lib/isolated';

/** A form that changes the saved list: fields that scroll, and buttons that stay. */
export function FormFrame({
  isSaving,
  submitLabel,
  canSave = true,
  whyNot,
  error,
  onSubmit,
  children,
}: {
  isSaving: boolean;
  submitLabel: string;
  /** False while there is nothing to save. */
  canSave?: boolean;
  /** Why the person may not save what the fields hold now. */
  whyNot?: string | undefined;
  /** Null where the fields say it already. */
  error: Error | null;
  onSubmit: () => void;
  children: ReactNode;
}) {
  useDialogPending(isSaving);
  return (
    <form
      noValidate
      className={dialogFormClass}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSaving && canSave && whyNot === undefined) onSubmit();
      }}
    >
      <DialogBody>
        {children}
        <FailureNotice
          error={error}
          refused="Not saved. Nothing you typed is lost."
          indeterminate="We do not know if it was saved. Nothing you typed is lost."
        />
      </DialogBody>
      {whyNot !== undefined && (
        // It does not scroll, and stands right above the button that it is about.
        <div className="px-5 pb-4">
          <Notice tone="neutral" role="status" title={whyNot} />
        </div>
      )}
      <DialogFooter>
        <CloseButton>Don’t save</CloseButton>
        <Button type="submit" variant="primary" ariaDisabled={!canSave} whyNot={whyNot} isPending={isSaving}>
          {submitLabel}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Says that an ID is saved already, and leads to what it belongs to. */
export function AlreadySaved({
  name,
  id,
  onFollow,
}: {
  name: string | undefined;
  id: string;
  onFollow?: (() => void) | undefined;
}) {
  return (
    <>
      <span>{`This ID is already saved${name === undefined ? '' : ` as “${isolated(name)}”`}. `}</span>
      <TextLink variant="inline" href={`/?q=${id}`} {...(onFollow && { onClick: onFollow })}>
        Show it
      </TextLink>
    </>
  );
}
