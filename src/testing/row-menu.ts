import { screen } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';

/** The button that opens the menu in the row of a deployment, the first of this name. */
export async function rowMenu(name: string): Promise<HTMLElement> {
  const [button] = await screen.findAllByRole('button', { name: new RegExp(`^More for ${name},`) });
  return button!;
}

/** Chooses an entry in the menu of a deployment's row. */
export async function chooseInRow(user: UserEvent, name: string, entry: 'Edit…' | 'Remove…'): Promise<void> {
  await user.click(await rowMenu(name));
  await user.click(await screen.findByRole('menuitem', { name: entry }));
}
