import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { handleGridKeys } from './list/grid-keys';

/** Two rows of a long list, of which the second one is only rendered when it is asked for. */
function makeList() {
  document.body.innerHTML = `<table><tbody>
    <tr data-row><td><input type="checkbox" id="first"><button aria-haspopup="dialog">Cancel calls…</button></td></tr>
    <tr aria-hidden="true"></tr></tbody></table>`;
  const list = document.querySelector('table')!;
  const gap = document.querySelector('tr[aria-hidden]')!;
  vi.spyOn(gap, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 100, 4000));
  const opened: string[] = [];
  list.addEventListener('click', ({ target }) => {
    if (target instanceof HTMLButtonElement) opened.push(target.id);
  });
  return {
    opened,
    stop: handleGridKeys(list, () => undefined),
    render: () => {
      gap.removeAttribute('aria-hidden');
      gap.setAttribute('data-row', '');
      gap.innerHTML =
        '<td><input type="checkbox" id="second"><button aria-haspopup="dialog" id="of-second">Cancel calls…</button></td>';
    },
  };
}

const box = (id: string) => document.querySelector<HTMLInputElement>(`#${id}`);

/** As browsers do it: the box is clicked when Space is released, unless its press was taken. */
function press(key: string) {
  const target = document.activeElement!;
  const isFree = target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  if (isFree && key === ' ' && target instanceof HTMLElement) target.click();
  document.activeElement!.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true, cancelable: true }));
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.innerHTML = '';
});

it('Space right after an arrow key selects the row that it led to, though that had to be rendered first', () => {
  const list = makeList();
  box('first')!.focus();
  press('ArrowDown');
  press(' ');
  expect(box('first')!.checked).toBe(false);
  vi.advanceTimersByTime(100);
  list.render();
  vi.advanceTimersByTime(100);
  expect(document.activeElement).toBe(box('second'));
  expect([box('first')!.checked, box('second')!.checked]).toEqual([false, true]);
  list.stop();
});

it('Enter right after an arrow key asks about the row that it led to', () => {
  const list = makeList();
  box('first')!.focus();
  press('ArrowDown');
  press('Enter');
  list.render();
  vi.advanceTimersByTime(100);
  expect(list.opened).toEqual(['of-second']);
  list.stop();
});

it('keys for a row that does not come do nothing', () => {
  const list = makeList();
  box('first')!.focus();
  press('ArrowDown');
  press(' ');
  press('Enter');
  vi.advanceTimersByTime(5000);
  expect(box('first')!.checked).toBe(false);
  expect(list.opened).toEqual([]);
  press(' ');
  expect(box('first')!.checked).toBe(true);
  list.stop();
});
