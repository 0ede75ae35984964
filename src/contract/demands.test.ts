import { describe, expect, it } from 'vitest';
import { ruleSetting } from './rule-setting';
import { demandsOf, spanMs } from './demands';
import type { Rule } from './rules';

const demands = (rules: Rule[], environment: string, tags: string[] = []) =>
  demandsOf(rules, { environment, tags }, ['qa']);

describe('rules', () => {
  it.each([
    ['production', true],
    ['prod-eu', true],
    ['qa', false],
    ['staging', false],
  ])('none: %s wants its ID read back: %s', (environment, isReadBack) => {
    expect(demands([], environment)).toEqual({ isReasonRequired: false, isReadBack, reviewWithinMs: null });
  });

  const another = (within: string) => ({ within, by: 'another' as const });
  it.each<[Rule[], string, string[], object]>([
    [[{ reason: 'required' }], 'staging', [], { isReasonRequired: true, isReadBack: false }],
    [[{ environments: ['production'], reason: 'required' }], 'staging', [], { isReasonRequired: false }],
    [[{ environments: ['production'], reason: 'required' }], 'prod-eu', [], { isReasonRequired: true }],
    [[{ environments: ['production'], readBack: false }], 'prod-eu', [], { isReadBack: false }],
    [[{ readBack: false }, { tags: ['vip'], readBack: true }], 'staging', ['vip'], { isReadBack: true }],
    [[{ tags: ['vip'], reason: 'required' }], 'staging', ['VIP'], { isReasonRequired: true }],
    [[{ tags: ['Été'], reason: 'required' }], 'staging', ['été '], { isReasonRequired: true }],
    [[{ readBack: true }, { readBack: false }], 'staging', [], { isReadBack: true }],
    [[{ environments: ['staging'], readBack: false }], 'production', [], { isReadBack: true }],
    [
      [{ environments: ['staging'], tags: ['vip'], reason: 'required' }],
      'staging',
      [],
      { isReasonRequired: false },
    ],
    [[{ review: another('2h') }, { review: another('30m') }], 'staging', [], { reviewWithinMs: 1_800_000 }],
  ])('%j for %s %j: the strictest of those that fit', (rules, environment, tags, expected) => {
    expect(demands(rules, environment, tags)).toMatchObject(expected);
  });

  it.each([
    ['45s', 45_000],
    ['30m', 1_800_000],
    ['12h', 43_200_000],
    ['2d', 172_800_000],
  ])('%s is %d ms', (span, ms) => expect(spanMs(span)).toBe(ms));

  it.each([
    { review: { within: '0m', by: 'another' } },
    { review: { within: '30', by: 'another' } },
    { review: { within: '30m', by: 'anyone' } },
    { reason: 'optional' },
    { environments: [] },
    { applications: ['10'] },
  ])('%j is no rule', (value) => expect(ruleSetting.safeParse(value).success).toBe(false));
});
