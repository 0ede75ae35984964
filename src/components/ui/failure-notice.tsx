import { Notice } from './notice';

/** Says that a change was refused, or that it is not known whether it was made. */
export function FailureNotice({
  failure: { isRefused, text },
  refused,
  indeterminate,
}: {
  failure: { isRefused: boolean; text: string };
  /** The title where the change was refused. */
  refused: string;
  /** The title where the change may have been made. */
  indeterminate: string;
}) {
  return (
    <Notice
      tone={isRefused ? 'negative' : 'warning'}
      role="alert"
      title={isRefused ? refused : indeterminate}
    >
      <p>{text}</p>
    </Notice>
  );
}
