import { useEffect, useRef } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { confirmationRequest, type CancellationDetail, type HistoryEntry } from '@/contract';
import { ApiError } from '@/lib/api-client';
import { onSessionEnd } from '@/lib/session-end';
import { useConfirm } from '../api/confirm';
import { summaryText } from '../verify/summary';
import { useWhyNotConfirm } from './use-why-not-confirm';

interface ConfirmValues {
  note: string;
}

/** Notes that were typed and not sent, by the cancellation's ID: no way out of the view loses them. */
const drafts = new Map<string, string>();
onSessionEnd(() => drafts.clear());

/**
 * The confirmation of an outcome: one form, which the button in the header and the one below the note both send. For an
 * unknown outcome the last check of calls is proposed as the note, unless the person has written one.
 */
export function useConfirmation(record: CancellationDetail) {
  const { id, confirmation } = record;
  const whyNot = useWhyNotConfirm().whyNotConfirm(record);
  const isUnknown = record.outcome === 'unknown';
  const proposal = isUnknown ? proposedNote(record.history) : '';
  const form = useForm<ConfirmValues>({ defaultValues: { note: drafts.get(id) || proposal } });
  const { control, formState, getValues, handleSubmit, register, reset, setError, setValue } = form;
  const note = useWatch({ control, name: 'note' });
  useEffect(() => void drafts.set(id, note === proposal ? '' : note), [id, note, proposal]);

  const lastProposal = useRef(proposal);
  useEffect(() => {
    const typed = getValues('note').trim();
    const isOwn = typed !== '' && typed !== lastProposal.current;
    if (proposal !== lastProposal.current && !isOwn) setValue('note', proposal, { shouldValidate: true });
    lastProposal.current = proposal;
  }, [proposal, getValues, setValue]);

  const { mutate, error, isPending } = useConfirm(id);
  const send = handleSubmit((values) =>
    mutate(values.note.trim() === '' ? null : values.note, {
      onSuccess: () => reset({ note: '' }),
      onError: (failure) => {
        const message = noteRule(failure);
        if (message !== undefined) setError('note', { message: `The note ${message}.` });
      },
    }),
  );

  return {
    isUnknown,
    isPending,
    /** Why the person may not confirm it. */
    whyNot,
    /** Why the console did not take the confirmation; null where the field itself says it. */
    error: error !== null && noteRule(error) === undefined ? error : null,
    confirm: () => {
      if (whyNot === undefined) void send();
    },
    noteField: register('note', { validate: (text) => noteProblem(text, isUnknown) ?? true }),
    noteError: formState.errors.note?.message,
    isProposed: proposal !== '' && note === proposal,
    /** A note that is not on record although the outcome is confirmed. */
    unsentNote:
      confirmation !== null &&
      note.trim() !== '' &&
      note !== proposal &&
      !isPending &&
      confirmation.note !== note
        ? note
        : null,
    discardNote: () => reset({ note: '' }),
  };
}

export type ConfirmationState = ReturnType<typeof useConfirmation>;

function proposedNote(history: readonly HistoryEntry[]): string {
  const check = history.findLast((entry) => entry.kind === 'verified');
  return check === undefined ? '' : `Calls in Fuse: ${summaryText(check.verification, check.at)}.`;
}

function noteProblem(note: string, isRequired: boolean): string | null {
  if (isRequired && note.trim() === '')
    return 'Say how you checked it: we do not know if the calls were cancelled.';
  const check = confirmationRequest.safeParse({ note });
  return check.success ? null : `The note ${check.error.issues[0]?.message ?? 'cannot be used'}.`;
}

/** The rule that the note breaks according to the console, if the error names one. */
function noteRule(error: Error): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.problem.errors?.find(({ field }) => field === 'note')?.message;
}
