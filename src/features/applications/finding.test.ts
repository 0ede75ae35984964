import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeApplication, makeDeployment, makeCancellation } from '@/testing/factories';
import { findingParams, lastOutcomes, readFinding, sortings, type Finding } from './finding';
import { find } from './search';
import { findSimilar } from './similar';
import { inOrder } from './sorting';

const text = fc.string({ unit: 'grapheme' });
const anyFinding: fc.Arbitrary<Finding> = fc.record({
  q: text,
  app: text,
  env: text,
  tag: text,
  outcome: fc.constantFrom('', ...lastOutcomes),
  sort: fc.constantFrom('', ...sortings),
});
const nothing = readFinding(new URLSearchParams());

describe('the address', () => {
  it('of a finding reads back as the same finding', () => {
    fc.assert(
      fc.property(anyFinding, (finding) => {
        const address = new URL(`https://console.example/?${findingParams(finding)}`);
        expect(readFinding(address.searchParams)).toEqual(finding);
      }),
    );
  });

  it('asks for nothing where it names what does not exist', () => {
    expect(readFinding(new URLSearchParams('outcome=banana&sort=price&other=1'))).toEqual(nothing);
    expect(findingParams(nothing).toString()).toBe('');
  });
});

const list = [
  makeApplication({
    deployments: [
      makeDeployment({ note: 'Ask Jo (night desk).', tags: ['clinic', 'north'] }),
      makeDeployment({
        deploymentId: '2002',
        name: 'Autumn recall',
        environment: 'production',
        lastCancellation: makeCancellation({ outcome: 'refused', requestedAt: '2026-11-23T11:00:00.000Z' }),
      }),
    ],
  }),
  makeApplication({
    applicationId: '102',
    name: 'Surveys',
    deployments: [
      makeDeployment({
        applicationId: '102',
        deploymentId: '3001',
        name: 'Exit poll',
        environment: 'Production',
        tags: [],
        lastCancellation: makeCancellation({ outcome: null, requestedAt: '2026-11-23T12:00:00.000Z' }),
      }),
    ],
  }),
];
const names = (applications: typeof list) =>
  applications.flatMap((one) => one.deployments.map(({ name }) => name));

describe('find', () => {
  it.each<[string, Partial<Finding>, string[]]>([
    ['words in any order', { q: 'reminder SPRING' }, ['Spring reminder']],
    ['a word of the application and one of the deployment', { q: 'recall reminders' }, ['Autumn recall']],
    ['the note', { q: '(night' }, ['Spring reminder']],
    ['the environment', { q: 'staging' }, ['Spring reminder']],
    ['an application', { app: '102' }, ['Exit poll']],
    ['an environment in any case', { env: 'production' }, ['Autumn recall', 'Exit poll']],
    ['a tag', { tag: 'north' }, ['Spring reminder']],
    ['an outcome', { outcome: 'refused' }, ['Autumn recall']],
    ['what waits', { outcome: 'open' }, ['Exit poll']],
    ['what never was cancelled', { outcome: 'never' }, ['Spring reminder']],
    ['all of it together', { q: 'recall', env: 'production', outcome: 'never' }, []],
  ])('by %s', (_, wanted, expected) => {
    expect(names(find(list, { ...nothing, ...wanted }))).toEqual(expected);
  });
});

describe('order', () => {
  it.each([
    ['', ['Spring reminder', 'Autumn recall', 'Exit poll']],
    ['cancelled', ['Exit poll', 'Autumn recall', 'Spring reminder']],
    ['environment', ['Autumn recall', 'Spring reminder', 'Exit poll']],
  ])('by “%s”', (sort, expected) => {
    expect(names(inOrder(list, sort))).toEqual(expected);
  });
});

describe('similar', () => {
  it.each([
    ['sprnig remindr', ['101/2001']],
    ['recal autum', ['101/2002']],
    ['exti', ['102/3001']],
    ['xeit', ['102/3001']],
    ['zebra', []],
    ['2003', []],
    ['300', ['102/3001']],
    ['30', []],
    ['autum 2', []],
    ['oxit', []],
    ['pol', ['102/3001']],
    ['pul', []],
  ])('%s', async (q, keys) => {
    expect([...(await findSimilar(list, q)).keys]).toEqual(keys);
  });

  const near = makeApplication({
    deployments: [
      ['311102', 'Card expiry notices'],
      ['311009', 'Drops the connection'],
      ['319908', 'Boil-water notice'],
      ['311200', 'Bad gateway'],
      ['311201', 'Read receipts'],
    ].map(([deploymentId = '', name = '']) => makeDeployment({ deploymentId, name, tags: [] })),
  });
  it.each([
    ['theme', [], []],
    ['export', [], []],
    ['batch', [], []],
    ['crad', ['101/311102'], ['card']],
    ['311O08', [], []],
  ])('%s among words that only look alike', async (q, keys, words) => {
    const found = await findSimilar([near], q);
    expect([[...found.keys], found.words]).toEqual([keys, words]);
  });

  it('takes a digit for itself', async () => {
    const names = ['Wave 3', 'Wave 4'].map((name, at) =>
      makeDeployment({ name: `Priority ${name}`, deploymentId: `311${at}`, tags: [] }),
    );
    const found = await findSimilar([makeApplication({ deployments: names })], 'priorty wave-3');
    expect([...found.keys]).toEqual(['101/3110']);
  });
});
