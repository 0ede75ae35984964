import { Check } from 'lucide-react';
import { isolated } from '@/lib/isolated';

/** Who confirmed the outcome; one name, or how many people where a batch has more than one. */
export function ConfirmedBy({ people }: { people: readonly [string, ...string[]] }) {
  const [person] = people;
  const names = people.map((name) => isolated(name)).join(', ');
  return (
    <span
      className="flex items-center justify-end gap-1 text-positive @3xl:justify-start"
      title={`Confirmed by ${names}`}
    >
      <Check aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="sr-only">{`Confirmed by ${names}`}</span>
      <bdi aria-hidden="true" className="line-clamp-1 min-w-0 wrap-anywhere @3xl:line-clamp-2">
        {people.length === 1 ? person : `${people.length} people`}
      </bdi>
    </span>
  );
}
