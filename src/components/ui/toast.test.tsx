import { act, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { showToast } from './toast';
import Toaster from './toaster';

const titles = () => screen.getAllByRole('status').map((one) => one.textContent);
/** In steps: what is rendered at one moment is there at the next. */
async function pass(ms: number) {
  for (let left = ms; left > 0; left -= 100) await act(() => vi.advanceTimersByTimeAsync(100));
}

function show(id: string, leavesAfter: number | null) {
  showToast(id, { role: 'status', tone: 'neutral', title: id, duration: leavesAfter });
}

it('one that waits behind others leaves only after it was in sight', async () => {
  vi.useFakeTimers();
  render(<Toaster />);
  for (const name of ['first', 'second', 'third', 'fourth']) show(name, 10_000);
  await pass(9000);
  expect(titles()).toEqual(['fourth', 'third', 'second', 'first']);
  await pass(2000);
  expect(titles()).toEqual(['first']);
  await pass(8000);
  expect(titles()).toEqual(['first']);
  await pass(3000);
  expect(screen.queryByRole('status')).not.toBeInTheDocument();
});

it('one that comes while another of its ID leaves does not leave with it', async () => {
  vi.useFakeTimers();
  render(<Toaster />);
  show('one', null);
  await pass(100);
  act(() => screen.getByRole('button', { name: 'Dismiss' }).click());
  await pass(100);
  show('one', null);
  await pass(1000);
  expect(titles()).toEqual(['one']);
});
