import { act, renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { usePaintedFirst } from './use-painted-first';

it('a value follows once a frame with the change before it is painted, and the newest only', () => {
  vi.useFakeTimers();
  const { result, rerender } = renderHook(({ value }) => usePaintedFirst(value), {
    initialProps: { value: 'a' },
  });
  rerender({ value: 'ab' });
  expect(result.current).toBe('a');
  // The frame is about to be painted.
  act(() => void vi.advanceTimersToNextFrame());
  expect(result.current).toBe('a');
  rerender({ value: 'abc' });
  act(() => void vi.advanceTimersByTime(0));
  expect(result.current).toBe('a');
  act(() => void vi.advanceTimersByTime(40));
  expect(result.current).toBe('abc');
  vi.useRealTimers();
});
