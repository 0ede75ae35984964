import { CalendarClock } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input, Select } from '@/components/ui/input';
import { fromLocalInput, startOfDay, toLocalInput } from '@/lib/calendar';
import { shortTime } from '@/lib/dates';
import { serverNow } from '@/lib/server-clock';
import { useDocumentEvent } from '@/lib/use-document-event';
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

const local = (iso: string) => shortTime(iso, serverNow()).replace(/ \S+$/, '');

function spanText({ from, to }: Span): string {
  if (from !== undefined && to !== undefined) return `${local(from)} – ${local(to)}`;
  if (from !== undefined) return `From ${local(from)}`;
  return to === undefined ? 'From–to' : `To ${local(to)}`;
}

/**
 * Filters by the time of the request: a span up to now, or from one time to another. The two fields lie over what is
 * below: neither they nor a span that was picked in the chart move the list.
 */
export function TimeFilter({ span, onChange }: { span: Span; onChange: OnFilter<Span> }) {
  const { from, to } = span;
  const [chosen, setChosen] = useState<{ name: string; from?: string | undefined }>({ name: '' });
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const fields = useId();
  const isSet = from !== undefined || to !== undefined;
  const isChosen = chosen.from === from && to === undefined;
  const value = isChosen ? chosen.name : isSet ? 'custom' : '';

  function choose(name: string) {
    const span = spans.find((one) => one.name === name);
    const begin = span && new Date(span.begin(serverNow())).toISOString();
    // The two fields come with the times that held, to be changed.
    const isCustom = name === 'custom';
    setChosen({ name, from: isCustom ? from : begin });
    setOpen(isCustom);
    if (!isCustom) onChange({ from: begin, to: undefined });
  }

  function change(name: 'from' | 'to', text: string) {
    const instant = text === '' ? undefined : fromLocalInput(text);
    if (text !== '' && instant === undefined) return;
    const next = { from, to, [name]: instant };
    setChosen({ name: 'custom', from: next.from });
    onChange(next, true);
  }

  const closeOutside = (event: Event) => {
    if (event.target instanceof Node && box.current?.contains(event.target) !== true) setOpen(false);
  };
  useDocumentEvent('pointerdown', closeOutside);
  useDocumentEvent('focusin', closeOutside);
  const closeWithEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus({ preventScroll: true });
  };
  useDocumentEvent('keydown', closeWithEscape, { capture: true });

  return (
    <div ref={box} className="relative">
      <div className="flex items-center">
        <Select
          aria-label="Time"
          value={value}
          title={value === 'custom' ? spanText(span) : undefined}
          onChange={(event) => choose(event.target.value)}
          className="min-w-0 truncate sm:w-48"
        >
          <option value="">Any time</option>
          {spans.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
          <option value="custom">{value === 'custom' ? spanText(span) : 'From–to'}</option>
        </Select>
        <IconButton
          ref={button}
          icon={CalendarClock}
          label="From and to"
          title="From–to"
          aria-expanded={isOpen}
          aria-controls={isOpen ? fields : undefined}
          onClick={() => setOpen(!isOpen)}
        />
      </div>
      {isOpen && (
        <div
          id={fields}
          className="absolute inset-x-0 z-30 mt-1 w-64 space-y-2 rounded-lg border border-line bg-raised p-3 shadow-floating"
        >
          {(['from', 'to'] as const).map((name) => (
            <Field key={name} label={name === 'from' ? 'From' : 'To'}>
              <Input
                type="datetime-local"
                value={span[name] === undefined ? '' : toLocalInput(span[name])}
                onChange={(event) => change(name, event.target.value)}
              />
            </Field>
          ))}
        </div>
      )}
    </div>
  );
}
