import type { PaletteText } from '@/components/ui/lazy-palette';
import { Palette } from '@/components/ui/palette';
import { fold } from '@/lib/fold';
import { grouped } from '@/lib/grouped';
import { filterNames, type FilterChoice, type FilterName } from './filter-choices';
import { wordsOf } from './search';

/** Of a long list of choices; typing more is faster than scrolling. */
const mostShown = 8;

/** Finds a filter by its words, however many applications and tags there are. */
export default function FilterPicker({
  choices,
  text,
  setText,
  onPick,
  onClose,
}: PaletteText & {
  choices: Record<FilterName, FilterChoice[]>;
  onPick: (name: FilterName, value: string) => void;
  onClose: () => void;
}) {
  const words = wordsOf(text);
  const groups = (['env', 'outcome', 'tag', 'app'] as const).map((name) => {
    const title = filterNames[name];
    const matches = choices[name].filter((choice) => {
      const searched = fold(`${title} ${choice.text}`);
      return words.every((word) => searched.includes(word));
    });
    return {
      heading:
        matches.length > mostShown
          ? `${title}: ${mostShown} of ${grouped(matches.length)}, type more to narrow`
          : title,
      items: matches.slice(0, mostShown).map((choice) => ({
        id: `${name}-${choices[name].indexOf(choice)}`,
        content: <bdi className="min-w-0 wrap-anywhere">{choice.text}</bdi>,
        run: () => {
          onClose();
          onPick(name, choice.value);
        },
      })),
    };
  });
  return (
    <Palette
      label="Filter the list"
      placeholder="Environment, outcome, tag or application"
      value={text}
      onChange={setText}
      onClose={onClose}
      groups={groups}
    />
  );
}
