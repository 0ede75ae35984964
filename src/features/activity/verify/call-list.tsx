import { toVerifiedCall, type Call, type CallAnswer } from '@/contract';
import { Badge, type Tone } from '@/components/ui/badge';
import { messageLead } from '@/common/outcome-words';
import { timeOfDay } from '@/lib/dates';
import { callWord } from './summary';

/** The statuses that Fuse documents; any other is shown as it came. */
const tones: Record<string, Tone> = {
  canceled: 'positive',
  queued: 'accent',
  dialing: 'warning',
  connected: 'warning',
  completed: 'neutral',
};

/** Each call with the status and the events that Fuse gave for it. */
export function CallList({ answers }: { answers: readonly CallAnswer[] }) {
  if (answers.length === 0) return null;
  return (
    <ol aria-label="Calls checked" className="divide-y divide-line rounded-md border border-line">
      {answers.map((answer) => (
        <li key={answer.callId} className="space-y-1 px-3 py-2 text-sm">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Badge tone={tones[answer.call?.status ?? ''] ?? 'neutral'} dot>
              {callWord(toVerifiedCall(answer))}
            </Badge>
            <span className="font-mono text-xs break-all">{answer.callId}</span>
            <Phone number={answer.call?.phoneNumber ?? null} />
            <span className="ml-auto text-xs text-ink-faint tabular">
              <time dateTime={answer.askedAt} title={answer.askedAt}>
                {timeOfDay(Date.parse(answer.askedAt))}
              </time>
            </span>
          </p>
          {answer.call !== null && <CallEvents call={answer.call} />}
          {answer.message !== null && answer.message !== '' && (
            <p className="line-clamp-3 text-xs wrap-anywhere text-ink-soft">
              {`${messageLead(answer)}: ${answer.message}`}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function Phone({ number }: { number: string | null }) {
  if (number === null) return null;
  return (
    <span className="text-xs text-ink-faint tabular">
      <span aria-hidden="true">{number}</span>
      <span className="sr-only">{`Phone number ending in ${number.replaceAll('•', '')}`}</span>
    </span>
  );
}

function CallEvents({ call }: { call: Call }) {
  const facts = [
    call.attempts !== null &&
      `attempt ${call.attempts}${call.maxAttempts === null ? '' : ` of ${call.maxAttempts}`}`,
    call.durationSeconds !== null && `${call.durationSeconds} s long`,
  ].filter((fact) => fact !== false);
  return (
    <p className="text-xs wrap-anywhere text-ink-soft tabular">
      {call.events.map(({ event, at }, index) => (
        <span key={index}>
          <span>{`${index > 0 ? ' → ' : ''}${event}${at === null ? '' : ' '}`}</span>
          {at !== null && (
            <time dateTime={at} title={at}>
              {timeOfDay(Date.parse(at))}
            </time>
          )}
        </span>
      ))}
      {facts.length > 0 && <span>{` · ${facts.join(', ')}`}</span>}
    </p>
  );
}
