import { useState, type SubmitEvent } from 'react';
import { maxVerifiedCalls, toVerifiedCall } from '@/contract';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { TextArea } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { CallList } from './call-list';
import { findCallIds, type FoundCalls } from './find-call-ids';
import { StoppedNotice } from './stopped-notice';
import { summaryText } from './summary';
import { useVerification, type VerificationState } from './use-verification';

const calls = (count: number) => (count === 1 ? '1 call' : `${count} calls`);

/** Asks Fuse for the status of single calls, one after another, and keeps the counts as evidence. */
export function VerifyPanel({
  cancellationId,
  whyNot,
}: {
  cancellationId: string;
  /** Why the person may not ask. */
  whyNot: string | undefined;
}) {
  const [text, setText] = useState('');
  const { state, ask, stop } = useVerification(cancellationId);
  const found = findCallIds(text);
  const asked = found.ids.slice(0, maxVerifiedCalls);
  const running = state?.running === true;
  const answers = state?.answers ?? [];

  function send(event: SubmitEvent) {
    event.preventDefault();
    if (asked.length > 0 && !running && whyNot === undefined) void ask(asked);
  }

  return (
    <Card title="Verify calls">
      <form onSubmit={send} className="space-y-3">
        <Field
          label="Call IDs"
          hint="One ID per line, or separated by commas, a table with the heading “Call ID”, or the answer of Fuse’s queue or bulk_queue. Asking changes nothing in Fuse."
        >
          <TextArea
            isCode
            value={text}
            onChange={(event) => setText(event.target.value)}
            readOnly={running || whyNot !== undefined}
            rows={3}
          />
        </Field>
        {text.trim() !== '' && <Found found={found} />}
        {whyNot !== undefined && <Notice tone="neutral" role="status" title={whyNot} />}
        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            ariaDisabled={asked.length === 0 || running}
            whyNot={whyNot}
            aria-busy={running}
          >
            {running
              ? `Asking Fuse, ${answers.length} of ${state.requested.length}…`
              : asked.length === 0
                ? 'Ask Fuse'
                : `Ask Fuse about ${calls(asked.length)}`}
          </Button>
          {running && <Button onClick={stop}>Stop</Button>}
        </div>
      </form>
      {state !== null && (
        <div className="mt-4 space-y-3 border-t border-line pt-4">
          <p role="status" className="text-sm font-semibold">
            {running ? 'Asking Fuse about one call after another…' : outcomeText(state)}
          </p>
          {state.stopped !== null && <StoppedNotice stopped={state.stopped} />}
          {!running && answers.length > 0 && <Kept state={state} />}
          <CallList answers={answers} />
        </div>
      )}
    </Card>
  );
}

/** Whether the answers are on record; after a stop the timeline alone tells that. */
function Kept({ state: { kept, stopped } }: { state: VerificationState }) {
  if (kept) return <p className="text-sm text-ink-soft">Kept in the timeline, with your name.</p>;
  if (stopped?.why === 'person')
    return (
      <p className="text-sm text-ink-soft">
        What Fuse said until then is kept in the timeline, with your name.
      </p>
    );
  return (
    <Notice tone="negative" role="alert" title="We do not know if this check was kept.">
      <p>Look at the timeline. If it is not there, ask again.</p>
    </Notice>
  );
}

function outcomeText({ requested, answers }: VerificationState): string {
  const last = answers.at(-1);
  if (last === undefined) return 'Nothing was checked.';
  return summaryText({ requested: requested.length, calls: answers.map(toVerifiedCall) }, last.askedAt);
}

function Found({ found: { ids, repeated, invalid } }: { found: FoundCalls }) {
  const left = ids.length - maxVerifiedCalls;
  return (
    <div className="space-y-2 text-sm">
      <p role="status" className="text-ink-soft">
        <strong className="font-semibold text-ink">
          {ids.length === 0 ? 'No call IDs found.' : `${calls(ids.length)} found.`}
        </strong>
        <span>{`${repeated > 0 ? ` ${repeated} repeated.` : ''}${left > 0 ? ` Only the first ${maxVerifiedCalls} are asked; ${left} are left out.` : ''}`}</span>
      </p>
      {ids.length > 0 && (
        <ul aria-label="Calls to ask about" className="flex max-h-32 flex-wrap gap-1 overflow-y-auto">
          {ids.slice(0, maxVerifiedCalls).map((id) => (
            <li key={id} className="rounded bg-hover px-1.5 font-mono text-xs break-all">
              {id}
            </li>
          ))}
        </ul>
      )}
      {invalid.length > 0 && <p className="text-xs wrap-anywhere text-warning">{invalidText(invalid)}</p>}
    </div>
  );
}

function invalidText(invalid: readonly string[]): string {
  const first = invalid.slice(0, 5).map((piece) => `“${piece.slice(0, 70)}”`);
  const more = invalid.length > 5 ? ` and ${invalid.length - 5} more` : '';
  return `${invalid.length === 1 ? 'Not a call ID' : 'Not call IDs'}: ${first.join(', ')}${more}`;
}
