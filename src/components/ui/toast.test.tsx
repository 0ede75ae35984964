import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { showToast, type ToastContent } from './toast';
import Toaster from './toaster';

const titles = () => screen.getAllByRole('status').map((one) => one.textContent);
/** The toast that is shown: the only one with buttons. */
const front = () => document.querySelector('[data-toast="front"] [role="status"]')?.textContent ?? null;
/** In steps: what is rendered at one moment is there at the next. */
async function pass(ms: number) {
  for (let left = ms; left > 0; left -= 100) await act(() => vi.advanceTimersByTimeAsync(100));
}

async function show(id: string, leavesAfter: number | null, more?: Partial<ToastContent>) {
  act(() => showToast(id, { role: 'status', tone: 'neutral', title: id, duration: leavesAfter, ...more }));
  await pass(100);
}

function renderToaster() {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  render(<Toaster />);
  return userEvent.setup({ advanceTimers: (ms) => void vi.advanceTimersByTime(ms) });
}

it('one that waits behind others leaves only after it was in sight', async () => {
  renderToaster();
  await show('first', 10_000);
  await show('second', 10_000);
  await pass(9000);
  expect(titles()).toEqual(['second', 'first']);
  await pass(2000);
  expect(titles()).toEqual(['first']);
  await pass(8000);
  expect(titles()).toEqual(['first']);
  await pass(3000);
  expect(screen.queryByRole('status')).not.toBeInTheDocument();
});

it('one that comes while another of its ID leaves does not leave with it', async () => {
  renderToaster();
  await show('one', null);
  await pass(100);
  act(() => screen.getByRole('button', { name: 'Dismiss' }).click());
  await pass(100);
  await show('one', null);
  await pass(1000);
  expect(titles()).toEqual(['one']);
});

describe('several toasts', () => {
  it('are one stack: the newest is shown, the number of the others beside it', async () => {
    const user = renderToaster();
    for (const id of ['first', 'second', 'third']) await show(id, null);
    expect(front()).toBe('third');
    expect(screen.getByText('+2 more')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    await pass(1000);
    expect(front()).toBe('second');
    expect(screen.getByText('+1 more')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Dismiss all' }));
    await pass(1000);
    expect(screen.queryByRole('status')).not.toBeInTheDocument();
  });

  it('do not come before the one under the pointer or with the focus', async () => {
    const user = renderToaster();
    await show('first', null);
    await user.hover(screen.getByText('first'));
    await show('second', null);
    expect(front()).toBe('first');
    await user.unhover(screen.getByText('first'));
    expect(front()).toBe('second');
    const dismiss = screen.getByRole('button', { name: 'Dismiss' });
    act(() => dismiss.focus());
    await show('third', null);
    expect(front()).toBe('second');
    expect(dismiss).toHaveFocus();
    expect(screen.getByText('+2 more')).toBeInTheDocument();
  });
});

describe('Escape', () => {
  it('dismisses one after the other', async () => {
    const user = renderToaster();
    for (const id of ['first', 'second']) await show(id, null);
    await user.keyboard('{Escape}');
    await pass(1000);
    expect(titles()).toEqual(['first']);
    await user.keyboard('{Escape}');
    await pass(1000);
    expect(screen.queryByRole('status')).not.toBeInTheDocument();
  });

  it('means something else in a field', async () => {
    const user = renderToaster();
    render(<input aria-label="Search" />);
    await show('first', null);
    await user.click(screen.getByLabelText('Search'));
    await user.keyboard('{Escape}');
    await pass(1000);
    expect(titles()).toEqual(['first']);
  });

  it('dismisses from a search box that is empty, and from a check box', async () => {
    const user = renderToaster();
    render(
      <>
        <input type="search" aria-label="Search" />
        <input type="checkbox" aria-label="Select" />
      </>,
    );
    for (const id of ['first', 'second']) await show(id, null);
    const search = screen.getByLabelText('Search');
    await user.type(search, 'a{Escape}');
    await pass(1000);
    expect(titles()).toEqual(['second', 'first']);
    await user.clear(search);
    await user.keyboard('{Escape}');
    await pass(1000);
    expect(titles()).toEqual(['first']);
    await user.click(screen.getByLabelText('Select'));
    await user.keyboard('{Escape}');
    await pass(1000);
    expect(screen.queryByRole('status')).not.toBeInTheDocument();
  });
});

describe('on the page that its link leads to', () => {
  const link = { href: '/batches/1', label: 'View batch' };

  it('a toast does not appear, and leaves when the page is opened', async () => {
    renderToaster();
    await show('one', null, { link });
    expect(titles()).toEqual(['one']);
    act(() => history.pushState(null, '', '/batches/1'));
    await pass(1000);
    expect(screen.queryByRole('status')).not.toBeInTheDocument();
    await show('one', null, { link });
    await pass(1000);
    expect(screen.queryByRole('status')).not.toBeInTheDocument();
  });

  it('it is shown all the same where the page does not say it', async () => {
    renderToaster();
    history.pushState(null, '', '/batches/1');
    await show('one', null, { link, isEverywhere: true });
    expect(titles()).toEqual(['one']);
  });
});
