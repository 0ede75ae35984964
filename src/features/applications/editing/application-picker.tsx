import type { Application } from '@/contract';
import type { PaletteText } from '@/components/ui/lazy-palette';
import { Palette } from '@/components/ui/palette';
import { fold } from '@/lib/fold';
import { grouped } from '@/lib/grouped';

/** Of a long list; typing more is faster than scrolling. */
const mostShown = 8;

/** Finds a saved application by its name and ID, or begins a new one. */
export default function ApplicationPicker({
  applications,
  text,
  setText,
  onPick,
  onNew,
  onClose,
}: PaletteText & {
  applications: readonly Application[];
  onPick: (applicationId: string) => void;
  onNew: () => void;
  onClose: () => void;
}) {
  const words = fold(text).split(' ').filter(Boolean);
  const matches = applications.filter(({ name, applicationId }) => {
    const searched = fold(`${name} ${applicationId}`);
    return words.every((word) => searched.includes(word));
  });
  return (
    <Palette
      label="Application"
      placeholder="Name or ID"
      value={text}
      onChange={setText}
      onClose={onClose}
      groups={[
        {
          heading:
            matches.length > mostShown
              ? `Applications: ${mostShown} of ${grouped(matches.length)}, type more to narrow`
              : 'Applications',
          items: matches.slice(0, mostShown).map(({ applicationId, name }) => ({
            id: applicationId,
            content: (
              <span className="min-w-0 wrap-anywhere">
                <bdi>{name}</bdi>
                <span className="text-ink-faint tabular">{` · ${applicationId}`}</span>
              </span>
            ),
            run: () => {
              onClose();
              onPick(applicationId);
            },
          })),
        },
        {
          heading: 'Not saved yet',
          items: [
            {
              id: 'new',
              content: 'New application…',
              run: () => {
                onClose();
                onNew();
              },
            },
          ],
        },
      ]}
    />
  );
}
