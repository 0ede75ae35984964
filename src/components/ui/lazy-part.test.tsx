import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { beforeEach, expect, it, vi } from 'vitest';
import { lazyOnIdle, lazyPart } from './lazy-part';
import { MissingParts } from './missing-parts';
import { ViewFailed } from './part-failed';

// React logs what an error boundary has caught.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));

/** The code of a part, which can be fetched while the server is reachable. */
function fakeCode() {
  const state = { isReachable: false, fetches: 0 };
  const load = () => {
    state.fetches += 1;
    return state.isReachable
      ? Promise.resolve({ default: () => <p>Here it is</p> })
      : Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
  };
  return { state, load };
}

it('a part that cannot be fetched leaves the page as it is, and is fetched again on “Try again”', async () => {
  const { state, load } = fakeCode();
  const Part = lazyPart(load);
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
  await waitFor(() => expect(state.fetches).toBe(2));
  state.isReachable = true;
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Here it is')).toBeInTheDocument();
  expect(alert).not.toBeInTheDocument();
});

it('a part of the page comes by itself once the network is back', async () => {
  const { state, load } = fakeCode();
  const Part = lazyPart(load);
  render(<Part />);
  await screen.findByRole('alert');
  state.isReachable = true;
  // The part listens a moment after its notice is there.
  await waitFor(() => {
    dispatchEvent(new Event('online'));
    expect(screen.getByText('Here it is')).toBeInTheDocument();
  });
});

it('the notice in place of a dialog takes the focus, and gives it back', async () => {
  const { load } = fakeCode();
  const Part = lazyPart<{ onClose?: () => void }>(load);
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

it('a view that could not be fetched is fetched again when it is visited again', async () => {
  const { state, load } = fakeCode();
  const View = lazyPart(load, { Pending: () => <p>Loading</p>, Failed: ViewFailed });
  const { rerender } = render(<View />);
  expect(await screen.findByText('This view could not be shown')).toBeInTheDocument();
  rerender(<p>Elsewhere</p>);
  state.isReachable = true;
  rerender(<View />);
  expect(await screen.findByText('Here it is')).toBeInTheDocument();
});

it('a part that was prefetched is there in the first render', async () => {
  const { state, load } = fakeCode();
  state.isReachable = true;
  const Part = lazyPart(load, { Pending: () => <p>Loading</p> });
  await Part.prefetch();
  render(<Part />);
  expect(screen.getByText('Here it is')).toBeInTheDocument();
  expect(state.fetches).toBe(1);
});

it('an error of the part itself is not told as code that is missing', async () => {
  const Part = lazyPart(() =>
    Promise.resolve({
      default(): ReactNode {
        throw new Error('broken');
      },
    }),
  );
  render(
    <ErrorBoundary fallback={<p>Caught outside</p>}>
      <Part />
    </ErrorBoundary>,
  );
  expect(await screen.findByText('Caught outside')).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

it('a part of the first idle moment is named while it is missing, and is fetched again by itself', async () => {
  const { state, load } = fakeCode();
  const Part = lazyOnIdle('the clock', load);
  render(
    <>
      <Part />
      <MissingParts />
    </>,
  );
  const notice = await screen.findByRole('alert');
  expect(notice).toHaveTextContent('Missing: the clock.');
  await waitFor(() => expect(state.fetches).toBe(2), { timeout: 10_000 });
  expect(notice).toBeInTheDocument();
  state.isReachable = true;
  expect(await screen.findByText('Here it is', {}, { timeout: 10_000 })).toBeInTheDocument();
  expect(notice).not.toBeInTheDocument();
});
