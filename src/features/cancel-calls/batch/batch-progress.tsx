import { useState } from 'react';
import type { Batch } from '@/contract';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { identityText } from '@/common/identity';
import { cx } from '@/lib/cx';
import { asOfTime } from '@/lib/dates';
import {
  blockedWords,
  countWords,
  leftWords,
  restWords,
  stopWords,
  timeLeft,
  unknownWords,
  waitWords,
} from './batch-words';

const parts = [
  ['accepted', 'Accepted', 'bg-positive'],
  ['refused', 'Refused', 'bg-negative'],
  ['notSent', 'Not sent', 'bg-ink-faint'],
  ['unknown', 'Unknown', 'bg-warning'],
  ['notTried', 'Not tried', 'bg-line-strong'],
] as const;

/** How long it still takes, or as of when the numbers are. Never empty, so that its line stays. */
function timeWords(batch: Batch, asOf: number | null): string {
  if (asOf !== null) return `as of ${asOfTime(asOf)}`;
  const left = timeLeft(batch);
  if (left !== null) return `${leftWords(left)} left`;
  return batch.state === 'running' && batch.stopReason === null ? 'Time left: not known yet' : '\u00a0';
}

/**
 * The progress of a batch: only what has happened, never an estimate drawn as progress. With `asOf`, in milliseconds
 * since 1970, the batch may have gone on since then.
 */
export function BatchProgress({ batch, asOf }: { batch: Batch; asOf: number | null }) {
  const { counts, current, state } = batch;
  const running = state === 'running';
  const [wasRunning] = useState(running);
  const notes = [
    stopWords(batch),
    restWords(batch, asOf),
    blockedWords(batch),
    waitWords(batch),
    unknownWords(batch),
  ].filter((note) => note !== null);
  return (
    <Card aria-label="Progress" className="space-y-4 px-4 py-4">
      <div className="items-baseline justify-between gap-x-4 sm:flex">
        <p className="text-lg font-semibold tabular">{`${counts.done} of ${counts.total} done`}</p>
        <p role="status" className="sr-only">
          {running ? '' : `The batch is over: ${countWords(batch)}.`}
        </p>
        <p className="text-sm text-ink-soft tabular">{timeWords(batch, asOf)}</p>
      </div>
      <div
        role="progressbar"
        aria-label="Deployments done"
        aria-valuemin={0}
        aria-valuemax={counts.total}
        aria-valuenow={counts.done}
        aria-valuetext={`${counts.done} of ${counts.total} done`}
        className="flex h-2.5 overflow-hidden rounded-full bg-hover forced-color-adjust-none forced-colors:border"
      >
        {parts.map(([name, , color]) => (
          <span
            key={name}
            className={cx('transition-[width] duration-200', color)}
            style={{ width: `${(counts[name] / counts.total) * 100}%` }}
          />
        ))}
      </div>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm sm:flex">
        {parts.map(([name, label, color]) => (
          <div key={name} className="flex items-center gap-2">
            <span
              aria-hidden="true"
              className={cx('size-2.5 rounded-full forced-color-adjust-none', color)}
            />
            <dt className="text-ink-soft">{label}</dt>
            <dd className="font-semibold tabular">{counts[name]}</dd>
          </div>
        ))}
        <div className="flex items-center gap-2">
          <span aria-hidden="true" className="size-2.5 rounded-full bg-hover ring-1 ring-line-strong" />
          <dt className="text-ink-soft">
            {running && batch.stopReason !== null ? 'Will not be tried' : 'Waiting'}
          </dt>
          <dd className="font-semibold tabular">{counts.waiting}</dd>
        </div>
      </dl>
      {/* Of a running batch it keeps the room for the final notes, so that the list below does not jump at the end. */}
      <div className={cx('space-y-2 text-sm wrap-anywhere', wasRunning && 'min-h-32 sm:min-h-20')}>
        {running && (
          <p>
            {current === null ? (
              <span className="text-ink-soft">
                {asOf === null
                  ? 'Pausing before the next one.'
                  : 'We do not know what is being cancelled now.'}
              </span>
            ) : (
              <>
                <span className="text-ink-soft">
                  {asOf === null ? 'Cancelling now: ' : 'Being cancelled at that time: '}
                </span>
                <span className="font-medium tabular">{identityText(current)}</span>
              </>
            )}
          </p>
        )}
        {batch.state === 'finished' && notes.length === 0 && (
          <p className="text-ink-soft">Every deployment was tried.</p>
        )}
        {notes.length > 0 && (
          <Notice tone="warning">
            {notes.map((note) => (
              <p key={note} className="font-medium">
                {note}
              </p>
            ))}
          </Notice>
        )}
      </div>
    </Card>
  );
}
