import { useState } from 'react';
import { Input, Select } from '@/components/ui/input';
import { fromLocalInput, startOfDay, toLocalInput } from '@/lib/calendar';
import { serverNow } from '@/lib/server-clock';
import type { OnFilter } from './filters';

const hourMs = 3_600_000;

/** Spans up to now. The address keeps when they began, so that it means the same to whoever gets it. */
const spans = [
  { name: '8h', label: 'Last 8 h', begin: (now: number) => now - 8 * hourMs },
  { name: 'today', label: 'Today', begin: startOfDay },
  { name: '7d', label: 'Last 7 days', begin: (now: number) => startOfDay(now - 6 * 24 * hourMs) },
] as const;

interface Span {
  from?: string | undefined;
  to?: string | undefined;
}

/** Filters by the time of the request: a span up to now, or from one time to another. */
export function TimeFilter({ span: { from, to }, onChange }: { span: Span; onChange: OnFilter<Span> }) {
  const [chosen, setChosen] = useState<{ name: string; from?: string | undefined }>({ name: '' });
  const isSet = from !== undefined || to !== undefined;
  const isChosen = chosen.from === from && to === undefined;
  const value = isChosen ? chosen.name : isSet ? 'custom' : '';

  function choose(name: string) {
    const span = spans.find((one) => one.name === name);
    const begin = span && new Date(span.begin(serverNow())).toISOString();
    // The two fields come with the times that held, to be changed.
    const isCustom = name === 'custom';
    setChosen({ name, from: isCustom ? from : begin });
    if (!isCustom) onChange({ from: begin, to: undefined });
  }

  function change(name: 'from' | 'to', text: string) {
    const instant = text === '' ? undefined : fromLocalInput(text);
    if (text !== '' && instant === undefined) return;
    const next = { from, to, [name]: instant };
    setChosen({ name: 'custom', from: next.from });
    onChange(next, true);
  }

  return (
    <>
      <Select
        aria-label="Time"
        value={value}
        onChange={(event) => choose(event.target.value)}
        className="sm:w-36"
      >
        <option value="">Any time</option>
        {spans.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
        <option value="custom">From–to</option>
      </Select>
      {value === 'custom' && (
        <span className="col-span-2 flex flex-wrap items-center gap-2">
          <Input
            type="datetime-local"
            aria-label="From"
            value={from === undefined ? '' : toLocalInput(from)}
            onChange={(event) => change('from', event.target.value)}
            className="max-sm:flex-1 sm:w-52!"
          />
          <Input
            type="datetime-local"
            aria-label="To"
            value={to === undefined ? '' : toLocalInput(to)}
            onChange={(event) => change('to', event.target.value)}
            className="max-sm:flex-1 sm:w-52!"
          />
        </span>
      )}
    </>
  );
}
