import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { lazyPalette } from './lazy-palette';
import { Palette as PaletteDialog } from './palette';

const chosen: string[] = [];

/** A page with a button that opens a palette; `arrive` brings its code. */
function renderPage() {
  let arrive = () => undefined as void;
  const promise = new Promise<void>((resolve) => (arrive = resolve));
  chosen.length = 0;
  const Palette = lazyPalette<{ onClose: () => void }>(async () => {
    await promise;
    return {
      default: ({ text, setText, onClose }) => (
        <PaletteDialog
          label="Find"
          placeholder=""
          value={text}
          onChange={setText}
          onClose={onClose}
          groups={[
            {
              heading: 'All',
              items: ['development', 'production']
                .filter((id) => id.startsWith(text))
                .map((id) => ({ id, content: id, run: () => chosen.push(id) })),
            },
          ]}
        />
      ),
    };
  });
  function Page() {
    const [isOpen, setOpen] = useState(false);
    return (
      <>
        <button onClick={() => setOpen(true)}>Open</button>
        {isOpen && <Palette onClose={() => setOpen(false)} />}
      </>
    );
  }
  render(<Page />);
  return { arrive: () => arrive() };
}

it('keeps what is typed while its code is fetched', async () => {
  const { arrive } = renderPage();
  await userEvent.tab();
  await userEvent.keyboard('{Enter}prox{Backspace}{Enter}');
  expect(chosen).toEqual([]);
  arrive();
  expect(await screen.findByRole('combobox')).toHaveValue('pro');
  await userEvent.keyboard('d{Enter}');
  expect(screen.getByRole('combobox')).toHaveValue('prod');
  expect(chosen).toEqual(['production']);
});

it('does not open after Escape, and begins empty the next time', async () => {
  const { arrive } = renderPage();
  await userEvent.tab();
  await userEvent.keyboard('{Enter}prod{Escape}');
  arrive();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Open' }));
  expect(await screen.findByRole('combobox')).toHaveValue('');
});
