import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Pencil } from 'lucide-react';
import { afterEach, expect, it, vi } from 'vitest';
import { lazyMenu } from './menu';
import OpenMenu, { type MenuEntry } from './open-menu';

const edit = vi.fn<() => void>();
const entries: MenuEntry[] = [
  { kind: 'action', icon: Pencil, text: 'Edit…', onSelect: edit },
  { kind: 'action', icon: Pencil, text: 'Remove…', onSelect: () => undefined },
];

/** A menu whose code has not been fetched yet. */
function renderMenu() {
  const Menu = lazyMenu(async () => Promise.resolve({ default: OpenMenu }));
  render(
    <main id="main">
      <Menu icon={Pencil} label="More" entries={entries} />
    </main>,
  );
}

afterEach(() => edit.mockClear());

it.each(['{Enter}', ' ', '{ArrowDown}'])(
  'the first opening by the key “%s” focuses the first entry',
  async (key) => {
    renderMenu();
    await userEvent.tab();
    await userEvent.keyboard(key);
    expect(await screen.findByRole('menuitem', { name: 'Edit…' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(edit).toHaveBeenCalledOnce();
  },
);

it('a pointer that opens it highlights no entry', async () => {
  renderMenu();
  await userEvent.click(screen.getByRole('button'));
  expect(await screen.findByRole('menu')).toHaveFocus();
});
