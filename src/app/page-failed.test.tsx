import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { renderApp } from '@/testing/render';

vi.mock('./session/identity-change', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  useIdentityChange() {
    throw new Error('The layout fails.');
  },
}));

it('an error outside of every part of the page leaves a page that says so, with a way on', async () => {
  // React tells of what an error boundary has caught.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  renderApp('/activity?outcome=refused');
  const page = await screen.findByRole('alert');
  expect(page).toHaveTextContent('The console could not be shown');
  expect(page).toHaveTextContent('What was sent to Fuse is on record');
  const reload = screen.getByRole('link', { name: 'Reload' });
  expect(reload).toHaveAttribute('href', '/activity?outcome=refused');
});
