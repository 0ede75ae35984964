import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ViewHeading } from './view-heading';

it('takes the focus from a view that was left, and from nobody who has gone on', () => {
  const view = (title: string) => (
    <>
      <button type="button">Next</button>
      <ViewHeading key={title} title={title} />
    </>
  );
  const heading = () => screen.getByRole('heading');
  const next = () => screen.getByRole('button');

  history.replaceState(null, '', '/cancellations/1');
  const { rerender } = render(view('Cancellation'));
  expect(heading()).not.toHaveFocus();

  next().focus();
  rerender(view('Cancellation of Recall'));
  expect(next()).toHaveFocus();

  next().blur();
  rerender(view('No such cancellation'));
  expect(heading()).toHaveFocus();

  next().focus();
  history.replaceState(null, '', '/activity');
  rerender(view('Activity'));
  expect(heading()).toHaveFocus();
});
