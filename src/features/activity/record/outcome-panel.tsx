import type { Cancellation } from '@/contract';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { notJournaled, outcomeMessage, retryAfterText } from '@/common/outcome-words';

/** The outcome in plain words: what it means, and what to do next. */
export function OutcomePanel({ record }: { record: Cancellation }) {
  const { headline, explanation, next, checks } = outcomeMessage(record);
  const retryAfter = retryAfterText(record);
  return (
    <Card aria-label="Outcome" className="px-4 py-4">
      <div className="grid gap-x-4 gap-y-3 lg:grid-cols-[3fr_2fr]">
        <div>
          <p className="text-lg font-medium">{headline}</p>
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
