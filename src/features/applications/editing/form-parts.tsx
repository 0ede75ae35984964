import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Button } from '@/components/ui/button';
import { bodyClass, footerClass, formClass } from '@/components/ui/dialog-classes';
import { LeaveButton, useDialogPending } from '@/components/ui/dialog-state';
import { FailureNotice } from '@/components/ui/failure-notice';
import { Spinner } from '@/components/ui/spinner';
import { failureMessage } from '@/common/failure-words';
import { cx } from '@/lib/cx';
import { isolated } from '@/lib/isolated';

/** The body of a form in a dialog: fields that scroll, and buttons that stay. */
export function FormFrame({
  saving,
  submitLabel,
  canSave = true,
  error,
  onSubmit,
  children,
}: {
  saving: boolean;
  submitLabel: string;
  /** False where there is nothing to save. */
  canSave?: boolean;
  /** What the fields do not tell already. */
  error: Error | null;
  onSubmit: () => void;
  children: ReactNode;
}) {
  useDialogPending(saving);
  return (
    <form
      noValidate
      className={formClass}
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving && canSave) onSubmit();
      }}
    >
      <div className={cx('space-y-4 px-5 py-4', bodyClass)}>
        {children}
        {error !== null && (
          <FailureNotice
            failure={failureMessage(error)}
            refused="Not saved. Nothing you typed is lost."
            indeterminate="Not known whether it was saved. Nothing you typed is lost."
          />
        )}
      </div>
      <div className={cx('flex justify-end gap-2', footerClass)}>
        <LeaveButton>Don’t save</LeaveButton>
        <Button type="submit" variant="primary" ariaDisabled={saving || !canSave} aria-busy={saving}>
          {saving && <Spinner />}
          <span>{submitLabel}</span>
        </Button>
      </div>
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
      <Link href={`/?q=${id}`} onClick={onFollow} className="underline underline-offset-2">
        Show it
      </Link>
    </>
  );
}
