import { describe, expect, it } from 'vitest';
import { ApiError, BadReply, NetworkError } from '../lib/api-client';
import { makeProblem } from '../testing/factories';
import { refusalOf, failureMessage, unansweredWords } from './failure-words';

const refused = new ApiError(makeProblem('role_required'));

describe('a request that failed', () => {
  it.each([
    [refused, true, /^It went wrong: role_required/],
    [new ApiError(makeProblem('sign_in_required')), true, /in another tab/],
    [new ApiError(makeProblem('internal')), false, /internal error/],
    [new ApiError(makeProblem('conflict', { detail: 'Edsger was faster.' })), true, /^Edsger was faster\.$/],
    [new NetworkError('gone'), false, /did not answer/],
    [new BadReply(502), false, /status 502/],
  ])('%s: says whether it was refused, and no more than is known', (error, isRefused, text) => {
    const message = failureMessage(error);
    expect(message.isRefused).toBe(isRefused);
    expect(message.text).toMatch(text);
    expect(refusalOf(error) !== null).toBe(isRefused);
  });

  it('that only reads says why there is no answer', () => {
    const said = [
      refused,
      new ApiError(makeProblem('sign_in_required')),
      new ApiError(makeProblem('internal')),
      new BadReply(502),
      new NetworkError('gone'),
    ].map(unansweredWords);
    expect(said).toEqual([
      'The console refused the request',
      'You are no longer signed in',
      'The console answered with an error',
      'The console answered with an error',
      'The console cannot be reached',
    ]);
  });
});
