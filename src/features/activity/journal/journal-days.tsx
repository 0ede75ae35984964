import type { ReactNode } from 'react';
import { dayName } from '@/lib/calendar';
import { useNow } from '@/lib/use-now';
import { ActivityEntry } from './activity-entry';
import { BatchEntry, UnrecordedBatch } from './batch-entry';
import { timeOfEntry, type Entry } from './by-time';
import { JournalColumnNames } from './journal-row';

/** The journal's entries under the heading of their day; a batch stands where its newest record does. */
export function JournalDays({
  entries,
  isFiltered,
  renderBatchState,
}: {
  entries: readonly Entry[];
  /** Whether some cancellations of a batch may be left out. */
  isFiltered: boolean;
  renderBatchState: (id: string, shownCount?: number) => ReactNode;
}) {
  const now = useNow();
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const day = dayName(timeOfEntry(entry), now);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return (
    <>
      <JournalColumnNames />
      {[...days].map(([day, dayEntries]) => (
        <section key={day} aria-label={day}>
          <h2 className="border-y border-line bg-canvas px-4 py-1 text-xs font-semibold text-ink-soft">
            {day}
          </h2>
          <ol aria-label={`${day}, newest first`}>
            {dayEntries.map((entry) => {
              if (entry.kind === 'unrecorded')
                return (
                  <UnrecordedBatch
                    key={entry.batch.id}
                    batch={entry.batch}
                    state={renderBatchState(entry.batch.id)}
                  />
                );
              const [record] = entry.records;
              return record.batchId === null ? (
                <ActivityEntry key={record.id} record={record} />
              ) : (
                // Keyed by the batch and not by its newest record, which changes: an open entry stays open.
                <BatchEntry
                  key={record.batchId}
                  id={record.batchId}
                  records={entry.records}
                  state={renderBatchState(record.batchId, isFiltered ? entry.records.length : undefined)}
                />
              );
            })}
          </ol>
        </section>
      ))}
    </>
  );
}
