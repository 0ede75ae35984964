import type { Cancellation } from '@/contract';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { OutcomeBadge } from '@/common/badges';
import { codeText } from '@/common/outcome-labels';
import { notJournaled, outcomeMessage, retryAfterText } from '@/common/outcome-words';

/** The outcome in plain words: what it means, and what to do next. */
export function OutcomePanel({ record }: { record: Cancellation }) {
  const { headline, explanation, next, checks } = outcomeMessage(record);
  const retryAfter = retryAfterText(record);
  return (
    <Card aria-label="Outcome" className="px-4 py-4">
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[3fr_2fr]">
        <div>
          <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <OutcomeBadge outcome={record.outcome} />
            <span className="text-lg font-semibold tabular">{codeText(record)}</span>
          </div>
          <p className="mt-3 text-lg font-medium">{headline}</p>
          <p className="mt-1 max-w-prose text-ink-soft">{explanation}</p>
          {retryAfter !== null && <p className="mt-1 max-w-prose text-ink-soft">{retryAfter}</p>}
        </div>
        <div>
          <h2 className="text-sm font-semibold">What to do next</h2>
          <p className="mt-1 max-w-prose text-ink-soft">{next}</p>
          {checks.length > 0 && (
            <>
              <h3 className="mt-3 text-sm font-semibold">How to check</h3>
              <ul className="mt-1 max-w-prose list-disc space-y-1 pl-5 text-ink-soft">
                {checks.map((check) => (
                  <li key={check}>{check}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      </div>
      {!record.journaled && <Notice tone="negative" role="alert" title={notJournaled} className="mt-4" />}
    </Card>
  );
}
