import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { useDeferredRows } from './use-deferred-rows';

/** How long the machine takes to show a value that is new to it, in milliseconds. */
let cost = 0;

beforeEach(() => {
  vi.useFakeTimers();
  cost = 0;
});

/** The value that is shown, and a way to type: each text brings a value of its own, as each search does. */
function searchBox() {
  let last: object | undefined;
  const { result, rerender } = renderHook(
    ({ value, cause }) => {
      const shown = useDeferredRows(value, cause);
      if (last !== shown) vi.advanceTimersByTime(cost);
      last = shown;
      return shown;
    },
    { initialProps: { value: { of: '' }, cause: '' } },
  );
  const type = (cause: string) => {
    const value = { of: cause };
    rerender({ value, cause });
    return value;
  };
  return { shown: () => result.current, type };
}

function pass(milliseconds: number): void {
  act(() => void vi.advanceTimersByTime(milliseconds));
}

test('what a key changes comes after the key is painted', () => {
  const { shown, type } = searchBox();
  const found = type('a');
  expect(shown()).toEqual({ of: '' });
  pass(40);
  expect(shown()).toBe(found);
});

test('what changes without a key comes at once', () => {
  const { shown, type } = searchBox();
  const changed = type('');
  expect(shown()).toBe(changed);
});

test('on a slow machine it waits until the keys pause', () => {
  cost = 60;
  const { shown, type } = searchBox();
  const first = type('a');
  pass(400);
  expect(shown()).toBe(first);
  for (const text of ['ab', 'abc', 'abcd']) {
    type(text);
    pass(130);
    expect(shown()).toBe(first);
  }
  pass(250);
  expect(shown()).toEqual({ of: 'abcd' });
});

test('a key that brings back what is shown waits for nothing that was found anew', () => {
  cost = 60;
  const { shown, type } = searchBox();
  const first = type('a');
  pass(400);
  type('ab');
  pass(130);
  const again = type('a');
  expect(shown()).toBe(first);
  pass(400);
  expect(shown()).toBe(again);
});
