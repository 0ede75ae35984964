import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { PartFailed } from './part-failed';

it('Escape dismisses the notice in place of a dialog, as it would the dialog, and the focus goes back', async () => {
  let closed = 0;
  const Page = ({ hasFailed }: { hasFailed: boolean }) => (
    <>
      <button type="button">Opener</button>
      {hasFailed && <PartFailed tryAgain={() => undefined} onClose={() => (closed += 1)} />}
    </>
  );
  const { rerender } = render(<Page hasFailed={false} />);
  const opener = screen.getByRole('button', { name: 'Opener' });
  opener.focus();
  rerender(<Page hasFailed />);
  expect(screen.getByRole('button', { name: 'Try again' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  expect(closed).toBe(1);
  expect(opener).toHaveFocus();
});

it('Escape leaves the notice in place of a part of the page, which has nothing to dismiss', async () => {
  render(<PartFailed tryAgain={() => undefined} />);
  await userEvent.keyboard('{Escape}');
  expect(screen.getByRole('alert')).toBeInTheDocument();
});
