import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeApplication, makeDeployment, makeCancellation } from '@/testing/factories';
import {
  formatSearchParams,
  lastOutcomes,
  parseSearchParams,
  sortings,
  type ListSearchParams,
} from './search-params';
import { findSimilar } from './find-similar';
import { createFinder, find } from './search';
import { sortApplications } from './sorting';

const text = fc.string({ unit: 'grapheme' });
const anyParams: fc.Arbitrary<ListSearchParams> = fc.record({
  q: text,
  app: text,
  env: text,
  tag: text,
  outcome: fc.constantFrom('', ...lastOutcomes),
  sort: fc.constantFrom('', ...sortings),
});
const nothing = parseSearchParams(new URLSearchParams());

describe('the address', () => {
  it('of search parameters reads back as the same parameters', () => {
    fc.assert(
      fc.property(anyParams, (params) => {
        const address = new URL(`https://console.example/?${formatSearchParams(params)}`);
        expect(parseSearchParams(address.searchParams)).toEqual(params);
      }),
    );
  });

  it('asks for nothing where it names what does not exist', () => {
    expect(parseSearchParams(new URLSearchParams('outcome=banana&sort=price&other=1'))).toEqual(nothing);
    expect(formatSearchParams(nothing).toString()).toBe('');
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
  it.each<[string, Partial<ListSearchParams>, string[]]>([
    ['words in any order', { q: 'reminder SPRING' }, ['Spring reminder']],
    ['a word of the application and one of the deployment', { q: 'recall reminders' }, ['Autumn recall']],
    ['the note', { q: '(night' }, ['Spring reminder']],
    ['the environment', { q: 'staging' }, ['Spring reminder']],
    ['a word with a sentence’s punctuation', { q: '“recall,' }, ['Autumn recall']],
    ['an application’s and a deployment’s ID', { q: '101/2002' }, ['Autumn recall']],
    ['an ID of another application', { q: '102/2002' }, []],
    ['a pair of IDs not yet typed out', { q: '102/' }, ['Exit poll']],
    ['an application', { app: '102' }, ['Exit poll']],
    ['an environment in any case', { env: 'production' }, ['Autumn recall', 'Exit poll']],
    ['an environment with spaces', { env: 'Production ' }, ['Autumn recall', 'Exit poll']],
    ['a tag', { tag: 'north' }, ['Spring reminder']],
    ['an outcome', { outcome: 'refused' }, ['Autumn recall']],
    ['what waits', { outcome: 'open' }, ['Exit poll']],
    ['what never was cancelled', { outcome: 'never' }, ['Spring reminder']],
    ['all of it together', { q: 'recall', env: 'production', outcome: 'never' }, []],
  ])('by %s', (_, wanted, expected) => {
    expect(names(find(list, { ...nothing, ...wanted }))).toEqual(expected);
  });
});

describe('a finder', () => {
  const letters = fc.string({
    unit: fc.constantFrom('r', 'e', '1', '0', '/', '2', ' ', '(', '.', 'é'),
    maxLength: 6,
  });
  const filters = fc.constantFrom<Partial<ListSearchParams>>({}, { env: 'production' }, { app: '102' });

  it('finds what find does, whatever was searched for before', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(letters, filters), { minLength: 1, maxLength: 8 }), (searches) => {
        const finder = createFinder();
        for (const [q, narrowing] of searches) {
          const params = { ...nothing, ...narrowing, q };
          expect(finder(list, params)).toEqual(find(list, params));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('finds the same again when a letter is taken back, and anew in another list', () => {
    const finder = createFinder();
    const ask = (q: string, on = list) => finder(on, { ...nothing, q });
    const before = ask('re');
    ask('rem');
    expect(ask('re')).toBe(before);
    expect(names(ask('re', list.slice(1)))).toEqual(names(find(list.slice(1), { ...nothing, q: 're' })));
  });
});

describe('spelling', () => {
  const spelled = makeApplication({
    deployments: [
      ['São Paulo', 'Über', 'Caf\u0065\u0301 (NFD), c++ and 24/7'],
      ['Île de Ré', 'Straße', 'Case #1'],
      ['İzmir', 'Łódź', 'Case 1'],
    ].map(([name = '', tag = '', note = ''], at) =>
      makeDeployment({ name, tags: [tag], note, deploymentId: `900${at}` }),
    ),
  });
  it.each([
    ['sao paulo', ['São Paulo']],
    ['SÃO', ['São Paulo']],
    ['uber', ['São Paulo']],
    ['caf\u00e9', ['São Paulo']],
    ['c++', ['São Paulo']],
    ['24/7', ['São Paulo']],
    ['/', ['São Paulo']],
    ['ile de re', ['Île de Ré']],
    ['strasse', ['Île de Ré']],
    ['#1', ['Île de Ré']],
    ['\u200Bstr\u00ADasse\u00A0\uFEFF', ['Île de Ré']],
    ['izmir', ['İzmir']],
    ['lodz', ['İzmir']],
  ])('%s', (q, expected) => {
    expect(names(find([spelled], { ...nothing, q }))).toEqual(expected);
  });

  it.each([
    ['sao palo', '101/9000'],
    ['strase', '101/9001'],
    ['izmri', '101/9002'],
    ['cafe\u0301 upper', undefined],
  ])('%s, nearly', (q, key) => {
    expect(findSimilar([spelled], q).keys[0]).toBe(key);
  });
});

describe('order', () => {
  it.each([
    ['', ['Spring reminder', 'Autumn recall', 'Exit poll']],
    ['cancelled', ['Exit poll', 'Autumn recall', 'Spring reminder']],
    ['environment', ['Autumn recall', 'Spring reminder', 'Exit poll']],
  ])('by “%s”', (sort, expected) => {
    expect(names(sortApplications(list, sort))).toEqual(expected);
  });
});

describe('similar', () => {
  it.each([
    ['sprnig remindr', ['101/2001']],
    ['recal autum', ['101/2002']],
    ['exti', ['102/3001']],
    ['zebra', []],
    ['2003', []],
    ['300', ['102/3001']],
    ['oxit', []],
    ['pol', ['102/3001']],
    ['pul', []],
  ])('%s', (q, keys) => {
    expect(findSimilar(list, q).keys).toEqual(keys);
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
  ])('%s among words that only look alike', (q, keys, words) => {
    const found = findSimilar([near], q);
    expect([found.keys, found.words]).toEqual([keys, words]);
  });

  it('a digit stands for itself only', () => {
    const names = ['Wave 3', 'Wave 4'].map((name, at) =>
      makeDeployment({ name: `Priority ${name}`, deploymentId: `711${at}`, tags: [] }),
    );
    const similar = findSimilar([makeApplication({ deployments: names })], 'priorty wave-3');
    expect(similar.keys).toEqual(['101/7110']);
  });

  const names = ['Vaccination reminders', 'Appointment confirmations', 'Payment reminders', 'Boil water'];
  const typed = makeApplication({
    name: 'Clinic',
    deployments: names.map((name, at) =>
      makeDeployment({ name, deploymentId: `700${at}`, tags: [], note: null }),
    ),
  });
  it.each([
    ['vacin', [0]],
    ['vacinat', [0]],
    ['apoint', [1]],
    ['apointm', [1]],
    ['confrim', [1]],
    ['remidn', [0, 2]],
    ['remindr paym', [2]],
    ['payment', [2]],
    ['oaymnet', []],
    ['bolwater', []],
    ['7000x', []],
    ['1017003', []],
  ])('%s, not yet typed out', (q, found) => {
    const { keys } = findSimilar([typed], q);
    expect(keys.toSorted()).toEqual(found.map((at) => `101/700${at}`));
  });

  it('puts what is closer first, and guesses no first letter', () => {
    const deployments = ['Remainder', 'Deminder', 'Other'].map((name, at) =>
      makeDeployment({
        name,
        deploymentId: `700${at}`,
        tags: [],
        note: name === 'Other' ? 'A reminder' : '',
      }),
    );
    const { keys, words } = findSimilar([makeApplication({ name: 'A', deployments })], 'reminder');
    expect(keys).toEqual(['101/7002', '101/7000']);
    expect(words.toSorted()).toEqual(['remainder', 'reminder']);
  });

  it('guesses no digit', () => {
    const deployments = ['Waves2', '7linic'].map((name, at) =>
      makeDeployment({ name, deploymentId: `700${at}`, tags: [], note: null }),
    );
    const list = [makeApplication({ name: 'A', deployments })];
    for (const q of ['waves3', 'clinic']) expect([q, ...findSimilar(list, q).keys]).toEqual([q]);
  });
});
