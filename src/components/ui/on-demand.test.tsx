import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { onDemand, ViewFailed } from './on-demand';

/** Code that can be fetched while `reachable`. */
function code() {
  const state = { reachable: false, asked: 0 };
  const load = () => {
    state.asked += 1;
    return state.reachable
      ? Promise.resolve({ default: () => <p>Here it is</p> })
      : Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
  };
  return { state, load };
}

it('a part that cannot be fetched leaves the page as it is, and is fetched again when told', async () => {
  const { state, load } = code();
  const Part = onDemand(load);
  render(
    <>
      <p>The page</p>
      <Part />
    </>,
  );
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('This could not be loaded');
  expect(screen.getByText('The page')).toBeInTheDocument();
  expect(document.body).toHaveFocus();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(state.asked).toBe(2));
  state.reachable = true;
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Here it is')).toBeInTheDocument();
  expect(alert).not.toBeInTheDocument();
});

it('a part of the page comes by itself once the network is back', async () => {
  const { state, load } = code();
  const Part = onDemand(load);
  render(<Part />);
  await screen.findByRole('alert');
  state.reachable = true;
  // The part listens a moment after its notice is there.
  await waitFor(() => {
    dispatchEvent(new Event('online'));
    expect(screen.getByText('Here it is')).toBeInTheDocument();
  });
});

it('in place of a dialog it has the focus, and gives it back', async () => {
  const { load } = code();
  const Part = onDemand<{ onClose?: () => void }>(load);
  let closed = 0;
  render(
    <>
      <button type="button">Opener</button>
      <Part onClose={() => (closed += 1)} />
    </>,
  );
  const opener = screen.getByRole('button', { name: 'Opener' });
  opener.focus();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Try again' })).toHaveFocus());
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(closed).toBe(1);
  expect(opener).toHaveFocus();
});

it('a view that could not be fetched is fetched again when one comes back to it', async () => {
  const { state, load } = code();
  const View = onDemand(load, <p>Loading</p>, ViewFailed);
  const { rerender } = render(<View />);
  expect(await screen.findByText('This view could not be shown')).toBeInTheDocument();
  rerender(<p>Elsewhere</p>);
  state.reachable = true;
  rerender(<View />);
  expect(await screen.findByText('Here it is')).toBeInTheDocument();
});
