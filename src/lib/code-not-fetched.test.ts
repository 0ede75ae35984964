import { expect, it, vi } from 'vitest';
import { CodeNotFetched, logCaughtError } from './code-not-fetched';

it('logs an error of the page, and nothing of code that did not arrive', () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  logCaughtError(new CodeNotFetched('no network'), {});
  expect(log).not.toHaveBeenCalled();
  const error = new Error('broken');
  logCaughtError(error, { componentStack: 'in List' });
  expect(log).toHaveBeenCalledExactlyOnceWith(error, 'in List');
});
