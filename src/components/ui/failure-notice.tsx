import { Notice } from './notice';

/** Says that a change was refused, or that it is not known whether it was made. */
export function FailureNotice({
  failure: { certain, text },
  refused,
  unsure,
}: {
  /** `certain`: it was refused. */
  failure: { certain: boolean; text: string };
  refused: string;
  unsure: string;
}) {
  return (
    <Notice tone={certain ? 'negative' : 'warning'} role="alert" title={certain ? refused : unsure}>
      <p>{text}</p>
    </Notice>
  );
}
