import { describe, expect, it } from 'vitest';
import { makeBatch } from '@/testing/factories';
import { blockedWords, countWords, stopWords } from './batch-words';

describe('what stopped a batch', () => {
  const stopped = { state: 'stopped', stopReason: 'fuse_429' } as const;

  it('speaks of a rest only where there is one', () => {
    expect(stopWords(makeBatch(['refused', 'not_tried'], stopped))).toBe(
      'Fuse answered 429 Too Many Requests, so the rest was not sent.',
    );
    expect(stopWords(makeBatch(['accepted', 'refused'], stopped))).toBe(
      'Fuse answered its last deployment with 429 Too Many Requests.',
    );
  });

  it('does not say that all was tried where somebody else was faster', () => {
    const [done, blocked] = [makeBatch(['accepted', 'accepted']), makeBatch(['accepted', 'not_tried'])];
    expect(blockedWords(done)).toBeNull();
    expect(blockedWords({ ...blocked, state: 'finished' })).toBe(
      '1 not tried: somebody else was cancelling it, or had just cancelled it.',
    );
    expect(blockedWords({ ...blocked, stopReason: 'stopped' })).toBeNull();
  });

  it('leaves out none of what is counted, also where its console has stopped in the middle', () => {
    const over = makeBatch(['accepted', 'current', 'not_tried'], { state: 'interrupted' });
    expect(countWords(over)).toBe('1 accepted, 1 not tried, 1 without an outcome yet');
  });

  it('names the person, whatever they are called', () => {
    const byAnn = { stopReason: 'stopped', stoppedBy: '$& Ann' } as const;
    const running = makeBatch(['accepted', 'current'], { ...byAnn, state: 'running' });
    expect(stopWords(running)).toBe('$& Ann stopped it.');
    expect(stopWords(makeBatch(['accepted', 'accepted'], { ...byAnn, state: 'stopped' }))).toBe(
      '$& Ann stopped it during its last deployment.',
    );
  });
});
