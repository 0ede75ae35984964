import { render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepFocus } from './keep-focus';

let stop = () => {};
beforeEach(() => (stop = keepFocus()));
afterEach(() => stop());

const view = (hasButton: boolean) => (
  <>
    <h1 tabIndex={-1}>Deployments</h1>
    {hasButton && <button type="button">Save</button>}
    <p>Text</p>
  </>
);

it('gives the focus to the heading when the element that has it is removed, or hidden by another width', async () => {
  const { rerender } = render(view(true));
  screen.getByRole('button').focus();
  rerender(view(false));
  await waitFor(() => expect(screen.getByRole('heading')).toHaveFocus());
  rerender(view(true));
  screen.getByRole('button').focus();
  screen.getByRole('button').checkVisibility = () => false;
  dispatchEvent(new Event('resize'));
  // The browser takes the focus away after this event.
  screen.getByRole('button').blur();
  await waitFor(() => expect(screen.getByRole('heading')).toHaveFocus());
});

it('leaves the focus where something else has taken it', async () => {
  const { rerender } = render(view(true));
  screen.getByRole('button').focus();
  rerender(
    <>
      <h1 tabIndex={-1}>Deployments</h1>
      <input ref={(input) => input?.focus()} />
    </>,
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(screen.getByRole('textbox')).toHaveFocus();
});

it('does nothing when an element is removed that has lost the focus before', async () => {
  const { rerender } = render(view(true));
  screen.getByRole('button').focus();
  screen.getByRole('button').blur();
  await Promise.resolve();
  rerender(view(false));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(document.body).toHaveFocus();
});
