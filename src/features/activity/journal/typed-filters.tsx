import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { journalQuery, type CancellationPage, type ChangePage } from '@/contract';
import { Input } from '@/components/ui/input';
import { keys } from '@/common/query-keys';

const pauseMs = 300;

/** Searches names, IDs, person, reason and Fuse's words, after a pause in typing. */
export function TextFilter({
  value: q = '',
  onChange,
}: {
  value: string | undefined;
  onChange: (q: string | undefined) => void;
}) {
  const [text, setText] = useState(q);
  /** The filter that this field has set: any other comes from the address. */
  const own = useRef(q);
  useEffect(() => {
    if (q !== own.current) setText(q);
    own.current = q;
  }, [q]);

  const apply = useEffectEvent((typed: string) => {
    const search = journalQuery.shape.q.safeParse(typed);
    if (!search.success || (search.data ?? '') === own.current) return;
    own.current = search.data ?? '';
    onChange(search.data === '' ? undefined : search.data);
  });
  useEffect(() => {
    const timer = setTimeout(() => apply(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <Input
      aria-label="Text"
      placeholder="Text, ID or reason"
      enterKeyHint="search"
      value={text}
      onChange={(event) => setText(event.target.value)}
      className="max-sm:col-span-2 sm:w-48!"
    />
  );
}

/** Filters by one person: those whom the page has seen are offered, and the beginning of a name is enough for these. */
export function PersonFilter({
  person = '',
  onChange,
}: {
  person: string | undefined;
  onChange: (person: string | undefined) => void;
}) {
  const [text, setText] = useState(person);
  // Cleared, or set by the address.
  const [shownPerson, setShownPerson] = useState(person);
  if (shownPerson !== person) {
    setShownPerson(person);
    setText(person);
  }
  const [people, setPeople] = useState<readonly string[]>([]);
  const id = useId();
  const client = useQueryClient();

  function readPeople() {
    const journals = client.getQueriesData<InfiniteData<CancellationPage>>({
      queryKey: [...keys.cancellations, 'list'],
    });
    const records = journals.flatMap(([, data]) => data?.pages.flatMap(({ items }) => items) ?? []);
    const changes = client
      .getQueriesData<InfiniteData<ChangePage>>({ queryKey: keys.changes })
      .flatMap(([, data]) => data?.pages.flatMap(({ items }) => items) ?? []);
    setPeople([...new Set([...records, ...changes].flatMap(({ person }) => person ?? []))].toSorted());
  }
  /** The whole name of the only person whom the beginning of one of their names tells. */
  function complete(typed: string): string {
    const start = ` ${typed.trim().toLowerCase()}`;
    const matches = people.filter((name) => ` ${name.toLowerCase()}`.includes(start));
    return matches.length === 1 && start !== ' ' && !people.includes(typed) ? (matches[0] ?? typed) : typed;
  }
  function apply(typed: string) {
    const name = complete(typed);
    const chosen = journalQuery.shape.person.safeParse(name);
    if (name !== typed) setText(name);
    if (!chosen.success || name.trim() === person) return;
    onChange(chosen.data === '' ? undefined : chosen.data);
  }

  return (
    <>
      <Input
        aria-label="Person"
        placeholder="Person"
        list={id}
        value={text}
        onFocus={readPeople}
        onChange={({ target: { value } }) => {
          setText(value);
          // As one of the list is chosen, or all is deleted.
          if (value === '' || people.includes(value)) apply(value);
        }}
        onBlur={() => apply(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply(text);
        }}
        className="sm:w-40!"
      />
      <datalist id={id}>
        {people.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
