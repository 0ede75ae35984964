import { describe, expect, it } from 'vitest';
import type { NotTriedReason } from '@/contract';
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

  it('says why what was left out was not tried, each reason once', () => {
    const finished = (...reasons: (NotTriedReason | null)[]) => {
      const batch = makeBatch(
        reasons.map((reason) => (reason === null ? 'accepted' : 'not_tried')),
        { state: 'finished' },
      );
      const targets = batch.targets.map((target, at) => ({ ...target, notTriedReason: reasons[at] ?? null }));
      return { ...batch, targets };
    };
    expect(blockedWords(finished(null, null))).toBeNull();
    expect(blockedWords(finished(null, 'in_progress'))).toBe('1 not tried: somebody else was cancelling it.');
    expect(blockedWords(finished('changed', null, 'changed'))).toBe(
      '2 not tried: they were changed in the saved list meanwhile.',
    );
    expect(blockedWords(finished('role_required', 'role_required', 'not_saved'))).toBe(
      '3 not tried: 2 because the person who started the batch may not cancel them any more, 1 because it was removed from the saved list meanwhile.',
    );
    expect(blockedWords({ ...finished('changed'), state: 'stopped' })).toBeNull();
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
