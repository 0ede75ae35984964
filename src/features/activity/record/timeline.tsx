import type { ReactNode } from 'react';
import type { Cancellation, CancellationDetail, HistoryEntry } from '@/contract';
import { FullTime } from '@/components/ui/full-time';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { cx } from '@/lib/cx';
import { span } from '@/lib/span';
import { requestLine } from './request-line';
import { summaryText } from '../verify/summary';
import { isolated } from '@/lib/isolated';

interface Step {
  title: string;
  /** ISO 8601; null for a step that did not happen, or has not happened yet. */
  at: string | null;
  detail?: ReactNode;
}

function steps(record: Cancellation): Step[] {
  const { outcome, sentAt, answeredAt, settledAt } = record;
  const line = (
    <code className="mt-1 block rounded bg-hover px-2 py-1.5 font-mono text-xs break-all">
      {requestLine(record)}
    </code>
  );
  const list: Step[] = [
    {
      title: `Requested by ${isolated(record.person)}`,
      at: record.requestedAt,
      detail: 'Written to the journal before anything was sent.',
    },
    sentAt === null
      ? { title: outcome === null ? 'Sending to Fuse' : noSending(record), at: null, detail: line }
      : { title: 'Sent to Fuse, once', at: sentAt, detail: line },
  ];
  if (outcome === null) return [...list, { title: 'Waiting for the outcome', at: null }];
  const { label } = outcomeLabel(outcome);
  if (answeredAt === null)
    list.push({
      title: `${label}: ${codeText(record)}`,
      at: settledAt,
      ...(sentAt !== null && settledAt !== null
        ? { detail: `The console stopped waiting ${span(sentAt, settledAt)} after sending.` }
        : {}),
    });
  else
    list.push({
      title: `${label}: Fuse answered ${codeText(record)}`,
      at: answeredAt,
      ...(sentAt === null ? {} : { detail: `After ${span(sentAt, answeredAt)}.` }),
    });
  return list;
}

/** Whether steps follow each other within a second, so that only milliseconds tell their order. */
function isWithinASecond(one: Step | undefined, other: Step | undefined): boolean {
  if (!one?.at || !other?.at) return false;
  return Math.abs(Date.parse(one.at) - Date.parse(other.at)) < 1000;
}

function noSending(record: Cancellation): string {
  return record.outcome === 'not_sent' ? 'Never sent to Fuse' : 'We do not know if it was sent';
}

/** A step after the outcome; the record itself has those before it. */
function laterStep(entry: HistoryEntry): Step[] {
  const person = isolated(entry.person ?? 'the console');
  const { at } = entry;
  switch (entry.kind) {
    case 'requested':
    case 'settled':
      return [];
    case 'confirmed': {
      const title = `Confirmed by ${person}`;
      return [entry.note === null || entry.note === '' ? { title, at } : { title, at, detail: entry.note }];
    }
    case 'confirmation_withdrawn':
      return [{ title: `Confirmation withdrawn by ${person}`, at }];
    case 'review_overdue':
      return [{ title: 'Review overdue', at, detail: 'Nobody had confirmed the outcome in time.' }];
    case 'verified':
      return [
        {
          title: `Calls verified by ${person}`,
          at,
          detail: `${summaryText(entry.verification, at)}.`,
        },
      ];
  }
}

/** Everything that happened to a cancellation, oldest first. */
export function Timeline({ record }: { record: CancellationDetail }) {
  const list = [...steps(record), ...record.history.flatMap(laterStep)];
  return (
    <ol>
      {list.map((step, index) => (
        <li key={index} className="relative flex gap-3 pb-4 last:pb-1">
          {index < list.length - 1 && (
            <span
              aria-hidden="true"
              className="absolute top-4 bottom-0 left-[0.3125rem] w-px bg-line-strong"
            />
          )}
          <span
            aria-hidden="true"
            className={cx(
              'mt-1.5 size-2.5 shrink-0 rounded-full border-2',
              step.at === null ? 'border-line-strong bg-surface' : 'border-accent bg-accent',
            )}
          />
          <div className="min-w-0 flex-1 text-sm">
            <p className="font-medium wrap-anywhere">{step.title}</p>
            {step.at !== null && (
              <p className="text-xs text-ink-faint">
                <FullTime
                  iso={step.at}
                  isExact={isWithinASecond(list[index - 1], step) || isWithinASecond(step, list[index + 1])}
                />
              </p>
            )}
            {step.detail !== undefined && (
              <div className="mt-0.5 wrap-anywhere whitespace-pre-wrap text-ink-soft">{step.detail}</div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
