import { Notice } from '../components/ui/notice';
import { failureMessage } from './failure-words';

/** Says that a change was refused, or that it is not known whether it was made; nothing where there is no error. */
export function FailureNotice({
  error,
  refused,
  indeterminate,
}: {
  error: unknown;
  /** The title where the change was refused. */
  refused: string;
  /** The title where the change may have been made. */
  indeterminate: string;
}) {
  if (error === null) return null;
  const { isRefused, text } = failureMessage(error);
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
