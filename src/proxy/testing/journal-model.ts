import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { outcomes, type Outcome } from '../../contract';
import { consoleStopped, intent, settlement } from './store-contract/fixtures';
import type { Store } from '../store/store';

/** An empty database that one console after another opens. */
export interface ModelDatabase {
  open(): Promise<Store>;
  /** Ends the console that has it open without a word to its store; what it had in hand is lost. */
  crash(): Promise<void>;
  drop(): Promise<void>;
}

const people = ['Ann', 'Bo', 'Cy'];
const ids = [1, 2, 3, 4, 5, 6, 7].map((n) => `abcdef00-0000-4000-8000-00000000000${n}`);
const targets = [
  ['1', '7'],
  ['1', '07'],
  ['01', '7'],
] as const;
type Target = (typeof targets)[number];

const person = fc.constantFrom(...people);
const id = fc.constantFrom(...ids);
const target = fc.constantFrom(...targets);
const note = fc.constantFrom(null, 'Looked at the Outbound page');
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('claim' as const), id, target, person }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('settle' as const), id, outcome: fc.constantFrom(...outcomes) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('confirm' as const), id, person, note }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), id, person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('save' as const), target, name: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), target }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface ModelRecord {
  id: string;
  target: Target;
  person: string;
  outcome: Outcome | null;
  confirmedBy: string | null;
  history: string[];
}

const same = (one: Target, other: Target) => one[0] === other[0] && one[1] === other[1];

/** What the store promises, with nothing but a list and a map. */
class Model {
  readonly records: ModelRecord[] = [];
  readonly saved = new Map<string, Map<string, string>>();

  find(wanted: string): ModelRecord | undefined {
    return this.records.find((record) => record.id === wanted);
  }

  claim({ id: wanted, target: at, person: who }: Extract<Step, { do: 'claim' }>): string {
    if (this.find(wanted)) return 'known';
    if (this.records.some((record) => record.outcome === null && same(record.target, at))) return 'busy';
    const fresh = { id: wanted, target: at, person: who, outcome: null, confirmedBy: null };
    this.records.push({ ...fresh, history: ['requested'] });
    return 'claimed';
  }

  settle(record: ModelRecord, outcome: Outcome): void {
    if (record.outcome !== null) return;
    record.outcome = outcome;
    record.history.push('settled');
  }

  confirm(record: ModelRecord | undefined, who: string, note: string | null): string {
    if (!record) return 'missing';
    if (record.outcome === null) return 'open';
    if (record.confirmedBy !== null) return 'already';
    if (record.outcome === 'unknown' && note === null) return 'note_required';
    record.confirmedBy = who;
    record.history.push('confirmed');
    return 'confirmed';
  }

  withdraw(record: ModelRecord | undefined): string {
    if (!record) return 'missing';
    if (record.confirmedBy === null) return 'not_confirmed';
    record.confirmedBy = null;
    record.history.push('confirmation_withdrawn');
    return 'withdrawn';
  }

  save([application, deployment]: Target, name: string): void {
    const list = this.saved.get(application) ?? new Map<string, string>();
    this.saved.set(application, list.set(deployment, name));
  }
}

/** Takes a step on both; what the store says of it, and what the model does. */
async function takeStep(
  store: Store,
  model: Model,
  one: Exclude<Step, { do: 'reopen' | 'crash' }>,
): Promise<[said: unknown, expected: unknown]> {
  switch (one.do) {
    case 'claim': {
      const [applicationId, deploymentId] = one.target;
      const claimed = await store.claim(
        intent({ id: one.id, applicationId, deploymentId, person: one.person }),
      );
      return [claimed.kind, model.claim(one)];
    }
    case 'settle': {
      const record = model.find(one.id);
      const settled = await store.settle(one.id, settlement({ outcome: one.outcome })).catch(() => null);
      if (record) model.settle(record, one.outcome);
      return [settled?.outcome, record?.outcome];
    }
    case 'confirm': {
      const at = '2026-01-02T04:00:00.000Z';
      const { kind } = await store.confirm(one.id, { person: one.person, at, note: one.note });
      return [kind, model.confirm(model.find(one.id), one.person, one.note)];
    }
    case 'withdraw': {
      const { kind } = await store.withdrawConfirmation(one.id, one.person, '2026-01-02T05:00:00.000Z');
      return [kind, model.withdraw(model.find(one.id))];
    }
    case 'save': {
      const [application, deployment] = one.target;
      const input = { name: one.name, environment: 'x' };
      await store.saveApplication(application, { name: application }, { onlyNew: true });
      const known = model.saved.get(application)?.has(deployment) === true;
      model.save(one.target, one.name);
      const saved = await store.saveDeployment(application, deployment, input, { onlyNew: false });
      return [saved, known ? 'updated' : 'created'];
    }
    case 'remove': {
      const [application, deployment] = one.target;
      const removed = model.saved.get(application)?.delete(deployment) ?? false;
      return [(await store.removeDeployment(application, deployment)) !== null, removed];
    }
  }
}

/** Everything that can be read says what the model says. */
async function agree(store: Store, model: Model): Promise<void> {
  const shown = ({
    id: shownId,
    target: [applicationId, deploymentId],
    person: who,
    outcome,
    confirmedBy,
  }: ModelRecord) => ({
    id: shownId,
    applicationId,
    deploymentId,
    person: who,
    outcome,
    confirmedBy,
  });
  const newestFirst = model.records.toReversed();
  const { items } = await store.listCancellations({}, { limit: 200 });
  const listed = items.map((item) => ({ ...item, confirmedBy: item.confirmation?.person ?? null }));
  expect(listed).toEqual(newestFirst.map((record) => expect.objectContaining(shown(record))));
  const toConfirm = await store.listCancellations({ confirmed: 'no' }, { limit: 200 });
  expect(toConfirm.items.map((item) => item.id)).toEqual(
    newestFirst
      .filter((record) => record.outcome !== null && record.confirmedBy === null)
      .map((record) => record.id),
  );
  for (const record of model.records) {
    const entries = await store.history(record.id);
    expect(entries.map(({ kind }) => kind)).toEqual(record.history);
  }
  const list = await store.listApplications();
  expect(
    list
      .flatMap((one) => one.deployments.map((d) => [one.applicationId, d.deploymentId, d.name].join(' ')))
      .toSorted(),
  ).toEqual(
    [...model.saved]
      .flatMap(([application, map]) => [...map].map(([d, name]) => [application, d, name].join(' ')))
      .toSorted(),
  );
  const events = await store.listEvents(0, 1_000);
  const told = events.filter((event) => event.type === 'cancellation');
  expect(told).toHaveLength(model.records.flatMap((record) => record.history).length);
  expect(events.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq).toSorted((a, b) => a - b));
}

/** Random work of several people, with consoles that end, crash and start in between, beside the model. */
export function testJournalAgainstModel(
  name: string,
  database: () => Promise<ModelDatabase>,
  numRuns: number,
): void {
  it(`${name} does what a simple model of the journal does`, { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const own = await database();
        const model = new Model();
        let store = await own.open();
        const results: [Step, said: unknown, expected: unknown][] = [];
        try {
          for (const one of steps) {
            if (one.do !== 'reopen' && one.do !== 'crash') {
              results.push([one, ...(await takeStep(store, model, one))]);
              continue;
            }
            await (one.do === 'crash' ? own.crash() : store.close());
            store = await own.open();
            const open_ = model.records.filter((record) => record.outcome === null);
            results.push([one, await store.recover(consoleStopped), open_.length]);
            for (const record of open_) model.settle(record, 'unknown');
          }
          expect(results.map(([one, said]) => [one, said])).toEqual(
            results.map(([one, , expected]) => [one, expected]),
          );
          await agree(store, model);
        } finally {
          await store.close();
          await own.drop();
        }
      }),
      { numRuns },
    );
  });
}
