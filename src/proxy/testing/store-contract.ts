import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Batch } from '../../contract';
import {
  InvalidCursor,
  type Intent,
  type NewBatch,
  type Realm,
  type SeedApplication,
  type Settlement,
  type Store,
} from '../store/store';

/** An empty database on which several stores can be opened, and a look inside. */
export interface BatteryDatabase {
  /** A store of its own console where the database allows several, else of the one console. */
  open(realm?: Realm, now?: () => Date): Promise<Store>;
  /** Rows of any query, through a connection of its own. */
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Ends every store and removes the database. */
  drop(): Promise<void>;
}

let counter = 0;

export function newId(): string {
  counter += 1;
  return `abcdef00-0000-4000-8000-${String(counter).padStart(12, '0')}`;
}

export function intent(more: Partial<Intent> = {}): Intent {
  return {
    id: newId(),
    batchId: null,
    applicationId: '100',
    applicationName: 'Reminders',
    deploymentId: '7',
    deploymentName: 'Main line',
    environment: 'production',
    person: 'Ann',
    reason: null,
    requestedAt: '2026-01-02T03:04:05.678Z',
    upstream: 'fuse.plumvoice.com',
    despite: null,
    ...more,
  };
}

export function settlement(more: Partial<Settlement> = {}): Settlement {
  return {
    outcome: 'accepted',
    undocumented: false,
    status: 202,
    message: 'Accepted',
    retryAfter: null,
    cause: null,
    sentAt: '2026-01-02T03:04:05.700Z',
    answeredAt: '2026-01-02T03:04:05.800Z',
    settledAt: '2026-01-02T03:04:05.801Z',
    ...more,
  };
}

const secondOfFebruary = () => new Date('2026-02-02T00:00:00.000Z');
const stopped = '2026-01-03T00:00:00.000Z';
/** What is told of a cancellation whose console is gone. */
export const consoleStopped = { outcome: 'unknown', cause: 'console_stopped', settledAt: stopped } as const;
const nasty = `'; DROP TABLE x; -- %_\\ "q" 👩‍👩‍👧 Ünï\r\n\t=1+1 <b>&amp;`;

/** What every store promises, whatever lies beneath. */
export function storeBattery(name: string, open: () => Promise<BatteryDatabase>): void {
  describe(`${name} keeps its promises:`, () => {
    let database: BatteryDatabase;
    let store: Store;

    beforeEach(async () => {
      database = await open();
      store = await database.open();
    });
    afterEach(() => database.drop());

    async function journalled(more: Partial<Intent> = {}, end: Partial<Settlement> | null = {}) {
      const claim = await store.claim(intent(more));
      if (claim.kind !== 'claimed') throw new Error(`The answer was ${claim.kind}.`);
      const { cancellation } = claim;
      return end === null ? cancellation : store.settle(cancellation.id, settlement(end));
    }

    const all = async (filter: Parameters<Store['listCancellations']>[0], limit = 200) => {
      const { items } = await store.listCancellations(filter, { limit });
      return items.map(({ id }) => id);
    };

    const events = () =>
      database.query('SELECT realm, type, kind, cancellation_id, at, person FROM events ORDER BY seq');

    describe('the saved list', () => {
      const input = { name: 'Main line', environment: 'production', tags: ['a', 'ü'], note: 'one\ntwo' };

      it('saves, updates, refuses and removes', async () => {
        expect(await store.saveApplication('1', { name: 'One' }, { onlyNew: true })).toBe('created');
        expect(await store.saveApplication('1', { name: 'Two' }, { onlyNew: true })).toBe('exists');
        expect(await store.listApplications()).toEqual([
          { applicationId: '1', name: 'One', deployments: [] },
        ]);
        expect(await store.saveApplication('1', { name: 'Two' }, { onlyNew: false })).toBe('updated');
        expect(await store.saveDeployment('9', '7', input, { onlyNew: false })).toBe('no_application');
        const again = { ...input, tags: ['a', 'ü', 'a'] };
        expect(await store.saveDeployment('1', '7', again, { onlyNew: true })).toBe('created');
        expect(await store.getDeploymentView('1', '7')).toMatchObject(input);
        expect(await store.saveDeployment('1', '7', { ...input, name: 'x' }, { onlyNew: true })).toBe(
          'exists',
        );
        expect(await store.listApplications()).toEqual([
          {
            applicationId: '1',
            name: 'Two',
            deployments: [{ applicationId: '1', deploymentId: '7', ...input, lastCancellation: null }],
          },
        ]);
        expect(
          await store.saveDeployment('1', '7', { name: 'x', environment: 'y' }, { onlyNew: false }),
        ).toBe('updated');
        expect((await store.listApplications())[0]?.deployments).toEqual([
          {
            applicationId: '1',
            deploymentId: '7',
            name: 'x',
            environment: 'y',
            tags: [],
            note: null,
            lastCancellation: null,
          },
        ]);
        const [saved] = await store.listApplications();
        expect(await store.removeDeployment('1', '7')).toEqual(saved?.deployments[0]);
        expect(await store.removeDeployment('1', '7')).toBeNull();
        expect(await store.removeApplication('1')).toEqual({ ...saved, deployments: [] });
        expect(await store.removeApplication('1')).toBeNull();
        expect(await store.listApplications()).toEqual([]);
      });

      it('finds a deployment with its application’s name', async () => {
        await store.saveApplication('1', { name: 'One' }, { onlyNew: true });
        await store.saveDeployment('1', '07', input, { onlyNew: true });
        expect(await store.getDeploymentNames('1', '07')).toEqual({
          applicationId: '1',
          applicationName: 'One',
          deploymentId: '07',
          deploymentName: 'Main line',
          environment: 'production',
        });
        expect(await store.getDeploymentNames('1', '7')).toBeNull();
        expect(await store.getDeploymentNames('01', '07')).toBeNull();
      });

      it('removes the deployments with their application, and never the journal', async () => {
        await store.saveApplication('100', { name: 'One' }, { onlyNew: true });
        await store.saveDeployment('100', '7', input, { onlyNew: true });
        const { id } = await journalled();
        await store.removeApplication('100');
        expect(await store.getDeploymentNames('100', '7')).toBeNull();
        await store.saveApplication('100', { name: 'Again' }, { onlyNew: true });
        expect((await store.listApplications())[0]?.deployments).toEqual([]);
        expect(await store.findCancellation(id)).not.toBeNull();
      });

      it('sorts by name without regard to letter case, and numbers by their value', async () => {
        for (const [id, name] of Object.entries({ 1: 'b', 2: 'A', 3: 'C', 4: 'a' }))
          await store.saveApplication(id, { name }, { onlyNew: true });
        for (const [id, name] of Object.entries({ 1: 'y', 2: 'X', 3: 'Line 10', 4: 'Line 9' }))
          await store.saveDeployment('1', id, { ...input, name }, { onlyNew: true });
        const list = await store.listApplications();
        expect(list.map((application) => application.name)).toEqual(['A', 'a', 'b', 'C']);
        expect(list[2]?.deployments.map((deployment) => deployment.name)).toEqual([
          'Line 9',
          'Line 10',
          'X',
          'y',
        ]);
      });

      it('shows each deployment’s newest cancellation, open ones included', async () => {
        await store.saveApplication('100', { name: 'One' }, { onlyNew: true });
        await store.saveApplication('200', { name: 'Two' }, { onlyNew: true });
        for (const [application, deployment] of [
          ['100', '7'],
          ['100', '8'],
          ['200', '7'],
        ] as const)
          await store.saveDeployment(application, deployment, input, { onlyNew: true });
        await journalled({ requestedAt: '2026-05-01T00:00:00.000Z' });
        const newest = await journalled({ requestedAt: '2026-04-01T00:00:00.000Z' }, null);
        const other = await journalled({ deploymentId: '8' });
        const list = await store.listApplications();
        const last = list.flatMap(({ deployments }) => deployments.map((d) => d.lastCancellation));
        expect(last).toHaveLength(3);
        expect(last).toEqual(expect.arrayContaining([newest, other, null]));
      });

      it('keeps every text byte for byte', async () => {
        await store.saveApplication('100', { name: nasty }, { onlyNew: true });
        await store.saveDeployment(
          '100',
          '7',
          { name: nasty, environment: nasty, tags: [nasty], note: nasty },
          { onlyNew: true },
        );
        const [application] = await store.listApplications();
        expect(application?.name).toBe(nasty);
        expect(application?.deployments[0]).toMatchObject({
          name: nasty,
          environment: nasty,
          tags: [nasty],
          note: nasty,
        });
      });

      it('notes each change as an event, and no event where nothing changed', async () => {
        const dated = await database.open('sandbox', secondOfFebruary);
        await dated.saveApplication('1', { name: 'One' }, { onlyNew: true });
        await dated.saveApplication('1', { name: 'Two' }, { onlyNew: true });
        await dated.saveDeployment('9', '7', input, { onlyNew: true });
        await dated.removeDeployment('1', '7');
        await dated.removeApplication('9');
        expect(await events()).toEqual([
          {
            realm: 'sandbox',
            type: 'applications',
            kind: 'changed',
            cancellation_id: null,
            at: '2026-02-02T00:00:00.000Z',
            person: null,
          },
        ]);
        await dated.saveDeployment('1', '7', input, { onlyNew: true });
        await dated.removeDeployment('1', '7');
        await dated.removeApplication('1');
        expect(await events()).toHaveLength(4);
      });
    });

    describe('seeding', () => {
      const list: SeedApplication[] = [
        {
          applicationId: '1',
          name: 'One',
          deployments: [{ deploymentId: '2', name: 'Two', environment: 'staging', tags: ['t'] }],
        },
      ];

      it('writes the list once, even if a person emptied it since', async () => {
        await store.seed(list);
        await store.seed(list);
        expect(await store.listApplications()).toMatchObject([
          { name: 'One', deployments: [{ name: 'Two', tags: ['t'], note: null }] },
        ]);
        expect(await events()).toHaveLength(1);
        await store.removeApplication('1');
        await store.seed(list);
        expect(await store.listApplications()).toEqual([]);
      });

      it('is counted for each realm', async () => {
        await store.seed(list);
        const live = await database.open('live');
        await live.seed(list);
        expect(await live.listApplications()).toHaveLength(1);
      });
    });

    describe('claiming', () => {
      it('answers the whole record, verbatim', async () => {
        const wanted = intent({
          applicationId: '007',
          deploymentId: '99999999999999999999',
          applicationName: nasty,
          deploymentName: nasty,
          environment: nasty,
          person: nasty,
          reason: nasty,
        });
        const claim = await store.claim(wanted);
        const { despite: _, ...known } = wanted;
        const record = {
          ...known,
          outcome: null,
          undocumented: false,
          status: null,
          message: null,
          retryAfter: null,
          cause: null,
          sentAt: null,
          answeredAt: null,
          settledAt: null,
          journaled: true,
          confirmation: null,
        };
        expect(claim).toEqual({ kind: 'claimed', cancellation: record });
        expect(await store.findCancellation(wanted.id)).toEqual(record);
        const end = settlement({ message: nasty, retryAfter: nasty, undocumented: true, status: 204 });
        expect(await store.settle(wanted.id, end)).toEqual({ ...record, ...end });
        expect(await store.findCancellation(wanted.id)).toEqual({ ...record, ...end });
      });

      it('knows an ID again, open or settled, whatever its target, in either letter case', async () => {
        const first = intent({ id: '0191E7A0-0000-7000-8000-00000000ABCD', reason: 'first' });
        const claimed = await store.claim(first);
        expect(claimed.kind === 'claimed' && claimed.cancellation.id).toBe(first.id.toLowerCase());
        const again = await store.claim({ ...first, id: first.id.toLowerCase(), reason: 'second' });
        expect(again).toMatchObject({ kind: 'known', cancellation: { reason: 'first', outcome: null } });
        const settled = await store.settle(first.id, settlement());
        expect(await store.claim({ ...first, deploymentId: '8' })).toEqual({
          kind: 'known',
          cancellation: settled,
        });
        expect(await store.findCancellation(first.id)).toEqual(settled);
      });

      it('refuses a second cancellation of a deployment until the first is settled', async () => {
        const first = await journalled({ person: 'Ann' }, null);
        expect(await store.claim(intent({ person: 'Bob' }))).toEqual({ kind: 'busy', cancellation: first });
        await store.settle(first.id, settlement());
        expect((await store.claim(intent())).kind).toBe('claimed');
      });

      it('lets other deployments pass', async () => {
        await journalled({}, null);
        expect((await store.claim(intent({ deploymentId: '8' }))).kind).toBe('claimed');
        expect((await store.claim(intent({ deploymentId: '07' }))).kind).toBe('claimed');
        expect((await store.claim(intent({ applicationId: '101' }))).kind).toBe('claimed');
      });

      it('gives one of many at once the deployment', async () => {
        const second = await database.open();
        const claims = await Promise.all(
          Array.from({ length: 40 }, (_, index) => (index % 2 ? store : second).claim(intent())),
        );
        const winners = claims.filter((claim) => claim.kind === 'claimed');
        expect(winners).toHaveLength(1);
        const losers = claims.filter((claim) => claim.kind !== 'claimed');
        expect(losers).toEqual(losers.map(() => ({ ...winners[0], kind: 'busy' })));
        expect(await database.query('SELECT count(*) AS n FROM cancellations')).toEqual([{ n: 1 }]);
      });

      it('takes one of many equal requests at once', async () => {
        const second = await database.open();
        const same = intent();
        const claims = await Promise.all(
          Array.from({ length: 40 }, (_, index) => (index % 2 ? store : second).claim(same)),
        );
        expect(claims.filter((claim) => claim.kind === 'claimed')).toHaveLength(1);
        expect(claims.filter((claim) => claim.kind === 'known')).toHaveLength(39);
      });

      it('never gives a deployment twice while many claim and settle', async () => {
        const second = await database.open();
        let holders = 0;
        let most = 0;
        let done = 0;
        await Promise.all(
          Array.from({ length: 20 }, async (_, index) => {
            const mine = index % 2 ? store : second;
            const claim = await mine.claim(intent());
            if (claim.kind !== 'claimed') return;
            holders += 1;
            done += 1;
            most = Math.max(most, holders);
            await mine.checkWritable();
            holders -= 1;
            await mine.settle(claim.cancellation.id, settlement());
          }),
        );
        expect(most).toBe(1);
        expect(done).toBeGreaterThan(0);
      });
    });

    describe('settling', () => {
      it('never changes a settled record', async () => {
        const { id } = await journalled({}, null);
        const first = await store.settle(id, settlement());
        const second = settlement({ outcome: 'unknown', status: 500, message: 'Later' });
        expect(await store.settle(id.toUpperCase(), second)).toEqual(first);
        expect(await store.findCancellation(id)).toEqual(first);
        expect((await events()).map((event) => event['kind'])).toEqual(['requested', 'settled']);
      });

      it('lets the database itself refuse to change or delete a settled record', async () => {
        const settled = await journalled();
        await expect(database.query("UPDATE cancellations SET outcome = 'refused'")).rejects.toThrow(/never/);
        await expect(database.query('DELETE FROM cancellations')).rejects.toThrow(/never/);
        expect(await store.findCancellation(settled.id)).toEqual(settled);
      });

      it('agrees on one outcome when several are decided at once', async () => {
        const second = await database.open();
        const { id } = await journalled({}, null);
        const results = await Promise.all(
          Array.from({ length: 10 }, (_, index) =>
            (index % 2 ? store : second).settle(id, settlement({ status: 200 + index })),
          ),
        );
        expect(new Set(results.map((result) => result.status)).size).toBe(1);
      });

      it('rejects for an ID that is not in the journal', async () => {
        await expect(store.settle(newId(), settlement())).rejects.toThrow(/no cancellation/);
      });
    });

    describe('events', () => {
      it('are written with the intent and with the outcome', async () => {
        const wanted = intent({ person: 'Ann' });
        await journalled(wanted);
        const event = { realm: 'sandbox', type: 'cancellation', cancellation_id: wanted.id };
        expect(await events()).toEqual([
          { ...event, kind: 'requested', at: wanted.requestedAt, person: 'Ann' },
          { ...event, kind: 'settled', at: settlement().settledAt, person: null },
        ]);
        await store.claim(wanted);
        expect(await events()).toHaveLength(2);
      });

      it('become visible in the order of their numbers', async () => {
        const second = await database.open();
        const writing = new AbortController();
        let highest = 0;
        const seen = new Set<number>();
        const late: number[] = [];
        const look = async () => {
          while (!writing.signal.aborted) {
            const rows = await database.query('SELECT seq FROM events ORDER BY seq');
            const before = highest;
            for (const seq of rows.map((row) => Number(row['seq']))) {
              if (!seen.has(seq) && seq < before) late.push(seq);
              seen.add(seq);
              highest = Math.max(highest, seq);
            }
          }
        };
        const looking = look();
        await Promise.all(
          Array.from({ length: 60 }, (_, index) =>
            index % 3
              ? (index % 2 ? store : second).claim(intent({ deploymentId: String(index) }))
              : second.saveApplication(String(index), { name: 'x' }, { onlyNew: true }),
          ),
        );
        writing.abort();
        await looking;
        expect(late).toEqual([]);
        expect(await database.query('SELECT count(*) AS n FROM events')).toEqual([{ n: 60 }]);
      });
    });

    describe('realms', () => {
      let live: Store;
      beforeEach(async () => {
        live = await database.open('live');
      });

      it('share no list', async () => {
        await store.saveApplication('1', { name: 'Practice' }, { onlyNew: true });
        expect(await live.listApplications()).toEqual([]);
        expect(await live.saveApplication('1', { name: 'Real' }, { onlyNew: true })).toBe('created');
        expect(await live.saveDeployment('1', '7', { name: 'n', environment: 'e' }, { onlyNew: true })).toBe(
          'created',
        );
        expect(await store.getDeploymentNames('1', '7')).toBeNull();
        expect(await store.removeApplication('1')).not.toBeNull();
        expect(await live.listApplications()).toMatchObject([{ name: 'Real', deployments: [{ name: 'n' }] }]);
      });

      it('share no journal, no claim and no outcome', async () => {
        const wanted = intent();
        await live.saveApplication('100', { name: 'x' }, { onlyNew: true });
        await live.saveDeployment('100', '7', { name: 'n', environment: 'e' }, { onlyNew: true });
        await journalled(wanted, null);
        expect(await live.claim(wanted)).toEqual({ kind: 'foreign' });
        expect(await live.findCancellation(wanted.id)).toBeNull();
        expect(await live.listCancellations({}, { limit: 10 })).toEqual({ items: [], nextCursor: null });
        expect((await live.listCancellations({ q: 'reminders' }, { limit: 10 })).items).toEqual([]);
        expect((await live.listApplications())[0]?.deployments[0]?.lastCancellation).toBeNull();
        await expect(live.settle(wanted.id, settlement())).rejects.toThrow(/no cancellation/);
        expect((await store.findCancellation(wanted.id))?.outcome).toBeNull();
        expect((await live.claim(intent())).kind).toBe('claimed');
      });

      it('share no session', async () => {
        const session = { person: 'Ann', role: 'operator', tokenHash: 't', expiresAt: stopped } as const;
        const past = await database.open('sandbox', () => new Date(0));
        await past.openSession('h', session);
        expect(await (await database.open('live', () => new Date(0))).findSession('h')).toBeNull();
        expect(await past.findSession('h')).toEqual(session);
      });
    });

    describe('the journal’s list', () => {
      it('is empty at first', async () => {
        expect(await store.listCancellations({}, { limit: 10 })).toEqual({ items: [], nextCursor: null });
      });

      it('is newest first, page by page, also while new records arrive', async () => {
        const ids: string[] = [];
        for (let index = 0; index < 7; index += 1) ids.unshift((await journalled()).id);
        const first = await store.listCancellations({}, { limit: 3 });
        await journalled();
        const second = await store.listCancellations({}, { limit: 3, cursor: first.nextCursor ?? '' });
        const third = await store.listCancellations({}, { limit: 3, cursor: second.nextCursor ?? '' });
        expect([first, second, third].map((page) => page.items.map(({ id }) => id))).toEqual([
          ids.slice(0, 3),
          ids.slice(3, 6),
          ids.slice(6),
        ]);
        expect(third.nextCursor).toBeNull();
        const exact = await store.listCancellations({}, { limit: 8 });
        expect(exact.items).toHaveLength(8);
        expect(exact.nextCursor).toBeNull();
      });

      it.each(['', 'x', 'MA', 'MQ==', 'LTE', 'MS41', 'OTAwNzE5OTI1NDc0MDk5Mw', 'MDE', "' OR 1=1"])(
        'refuses the cursor %j',
        async (cursor) => {
          await expect(store.listCancellations({}, { limit: 3, cursor })).rejects.toBeInstanceOf(
            InvalidCursor,
          );
        },
      );

      it('narrows by outcome, target, person and time', async () => {
        const accepted = await journalled({ requestedAt: '2026-01-01T00:00:00.000Z' });
        const refused = await journalled(
          { person: 'Bob', requestedAt: '2026-01-02T00:00:00.000Z' },
          { outcome: 'refused' },
        );
        const elsewhere = await journalled({ applicationId: '200', requestedAt: '2026-01-03T00:00:00.000Z' });
        const open = await journalled({ deploymentId: '8', requestedAt: '2026-01-04T00:00:00.000Z' }, null);
        expect(await all({ outcome: 'accepted' })).toEqual([elsewhere.id, accepted.id]);
        expect(await all({ outcome: 'refused' })).toEqual([refused.id]);
        expect(await all({ outcome: 'unknown' })).toEqual([]);
        expect(await all({ outcome: 'open' })).toEqual([open.id]);
        expect(await all({ applicationId: '200' })).toEqual([elsewhere.id]);
        expect(await all({ deploymentId: '7' })).toEqual([elsewhere.id, refused.id, accepted.id]);
        expect(await all({ applicationId: '100', deploymentId: '7' })).toEqual([refused.id, accepted.id]);
        expect(await all({ person: 'Bob' })).toEqual([refused.id]);
        expect(await all({ person: 'bob' })).toEqual([]);
        expect(await all({ from: '2026-01-02T00:00:00.000Z' })).toEqual([open.id, elsewhere.id, refused.id]);
        expect(await all({ to: '2026-01-02T00:00:00.000Z' })).toEqual([accepted.id]);
        expect(
          await all({
            from: '2026-01-02T00:00:00.000Z',
            to: '2026-01-04T00:00:00.000Z',
            outcome: 'accepted',
          }),
        ).toEqual([elsewhere.id]);
        expect(await all({ q: 'bob', outcome: 'refused', person: 'Bob' })).toEqual([refused.id]);
        expect(await all({ q: 'bob', outcome: 'accepted' })).toEqual([]);
      });

      it('gives each record once across the pages of every filter, newest first', async () => {
        const ids: string[] = [];
        for (let index = 0; index < 12; index += 1)
          ids.unshift(
            // Two days that alternate: the clock went back again and again.
            (await journalled({ requestedAt: `2026-01-0${1 + (index % 2)}T00:00:00.000Z`, person: 'Zoë' }))
              .id,
          );
        for (const filter of [
          {},
          { outcome: 'accepted' },
          { person: 'Zoë' },
          { q: 'zoë' },
          { q: 'z' },
          { from: '2026-01-01T00:00:00.000Z', q: 'ZOË' },
          { from: '2026-01-01T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z' },
        ] as const) {
          const found: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await store.listCancellations(filter, { limit: 5, cursor });
            expect(page.items.length).toBeLessThanOrEqual(5);
            found.push(...page.items.map(({ id }) => id));
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined);
          expect(found).toEqual(ids);
        }
      });

      it.each([
        ['the application’s name', { applicationName: 'Quarterly' }, 'ARTERL'],
        ['the application’s ID', { applicationId: '4242424242' }, '424242'],
        ['the deployment’s name', { deploymentName: 'Süd-Ost' }, 'SÜD-'],
        ['the deployment’s ID', { deploymentId: '31337' }, '1337'],
        ['the person', { person: 'Øystein Ж' }, 'øYS'],
        ['the reason', { reason: 'wrong list\nsecond line' }, 'SECOND'],
        ['two characters', { person: 'Øystein Ж' }, 'ø'],
        ['an emoji', { reason: 'oh 👩‍👩‍👧 no' }, '👩‍👩‍👧'],
        ['a percent sign', { reason: '100% wrong' }, '%'],
        ['a percent sign in a word', { reason: '100% wrong' }, '00% w'],
        ['an underscore', { reason: 'wrong_list' }, 'ng_li'],
        ['a backslash', { reason: 'a\\b' }, '\\'],
        ['a backslash in a word', { reason: 'xa\\by' }, 'xa\\by'],
        ['a quote', { reason: `say "no" 'now'` }, `"no" 'n`],
        ['words of a query language', { reason: 'this AND that* OR NEAR(x)' }, 'and that* OR NEAR('],
      ])('finds text in %s', async (_, more, q) => {
        await journalled({ deploymentId: '1', reason: 'wrongXlist 100 axb 00x wy' });
        const wanted = await journalled(more);
        await journalled({ deploymentId: '2' });
        expect(await all({ q })).toEqual([wanted.id]);
      });

      it('finds text in Fuse’s message once it is there, and the names still', async () => {
        const { id } = await journalled({ deploymentId: '5' }, null);
        expect(await all({ q: 'no such' })).toEqual([]);
        await store.settle(id, settlement({ message: 'No Such Deployment É' }));
        expect(await all({ q: 'no such' })).toEqual([id]);
        expect(await all({ q: 'é' })).toEqual([id]);
        expect(await all({ q: 'main line' })).toEqual([id]);
        expect(await all({ q: id.toUpperCase() })).toEqual([id]);
      });

      it('takes an empty text for no filter', async () => {
        const { id } = await journalled();
        expect(await all({ q: '' })).toEqual([id]);
      });
    });

    describe('batches', () => {
      const saved = { name: 'Main line', environment: 'production' };
      const at = '2026-01-02T00:00:00.000Z';

      async function begin(more: Partial<NewBatch> = {}) {
        await store.saveApplication('100', { name: 'Reminders' }, { onlyNew: false });
        for (const id of ['7', '8', '9']) await store.saveDeployment('100', id, saved, { onlyNew: false });
        return {
          id: newId(),
          person: 'Ann',
          reason: nasty,
          requestedAt: at,
          pauseMs: 0,
          despite: null,
          targets: ['7', '8', '9'].map((deploymentId) => ({
            applicationId: '100',
            deploymentId,
            cancellationId: newId(),
          })),
          ...more,
        };
      }

      async function created(more: Partial<NewBatch> = {}) {
        const result = await store.createBatch(await begin(more));
        if (result.kind !== 'created') throw new Error(`The answer was ${result.kind}.`);
        return result.batch;
      }

      const intentOf = (batch: Batch, index: number) => {
        const target = batch.targets[index];
        if (target === undefined) throw new Error('There is no such target.');
        const { cancellationId: id, deploymentId } = target;
        return intent({ id, deploymentId, batchId: batch.id });
      };
      const states = async ({ id }: Batch) =>
        (await store.findBatch(id))?.targets.map(({ state, notTriedReason }) => notTriedReason ?? state);

      it('are fixed with their names, in either realm by themselves', async () => {
        const wanted = await begin({ id: 'ABCDEF00-0000-4000-8000-00000000FFFF' });
        const first = await store.createBatch(wanted);
        await store.saveDeployment('100', '7', { name: 'x', environment: 'y' }, { onlyNew: false });
        await store.removeDeployment('100', '8');
        expect(first).toMatchObject({
          kind: 'created',
          batch: {
            id: wanted.id.toLowerCase(),
            reason: nasty,
            state: 'running',
            counts: { total: 3, waiting: 3, done: 0, notTried: 0 },
            targets: wanted.targets.map((target, index) => ({
              ...target,
              position: index + 1,
              applicationName: 'Reminders',
              deploymentName: 'Main line',
              environment: 'production',
              state: 'waiting',
            })),
          },
        });
        expect(await store.createBatch(wanted)).toEqual({ ...first, kind: 'known' });
        const live = await database.open('live');
        expect(await live.findBatch(wanted.id)).toBeNull();
        expect(await live.createBatch(wanted)).toEqual({ kind: 'foreign' });
        expect(await live.listBatches({ limit: 10 })).toEqual({ items: [], nextCursor: null });
      });

      it('are called what they were called where they were confirmed', async () => {
        const names = { applicationName: 'Old', deploymentName: 'Older', environment: 'staging' };
        const { targets, ...wanted } = await begin();
        const batch = await created({
          ...wanted,
          targets: targets.map((target, index) => (index === 1 ? { ...target, ...names } : target)),
        });
        expect(batch.targets.map(({ deploymentName }) => deploymentName)).toEqual([
          'Main line',
          'Older',
          'Main line',
        ]);
        expect(batch.targets[1]).toMatchObject(names);
      });

      it('are not made of what is not saved', async () => {
        const wanted = await begin();
        const targets = [
          { applicationId: '1', deploymentId: '7', cancellationId: newId() },
          ...wanted.targets,
          { applicationId: '100', deploymentId: '70', cancellationId: newId() },
        ];
        const before = await events();
        expect(await store.createBatch({ ...wanted, targets })).toEqual({
          kind: 'not_saved',
          indices: [0, 4],
        });
        expect(await store.findBatch(wanted.id)).toBeNull();
        expect(await events()).toEqual(before);
      });

      it('are begun once, however many ask at once', async () => {
        const second = await database.open();
        const wanted = await begin();
        const results = await Promise.all(
          Array.from({ length: 12 }, (_, index) => (index % 2 ? store : second).createBatch(wanted)),
        );
        expect(results.filter(({ kind }) => kind === 'created')).toHaveLength(1);
        expect(results.filter(({ kind }) => kind === 'known')).toHaveLength(11);
      });

      it('tell their targets by the journal, which is found by the batch', async () => {
        const batch = await created();
        expect(await states(batch)).toEqual(['waiting', 'waiting', 'waiting']);
        const claim = await store.claim(intentOf(batch, 0));
        expect(claim).toMatchObject({ kind: 'claimed', cancellation: { batchId: batch.id } });
        expect(await states(batch)).toEqual(['current', 'waiting', 'waiting']);
        expect((await store.findBatch(batch.id))?.current).toMatchObject({ position: 1 });
        await store.settle(intentOf(batch, 0).id, settlement());
        await store.skipTarget(
          batch.id,
          2,
          { reason: 'in_progress', blockedBy: { id: newId(), person: 'Bob' } },
          at,
        );
        expect(await states(batch)).toEqual(['done', 'in_progress', 'waiting']);
        expect(await store.canContinue(batch.id)).toBe(true);
        await journalled({ deploymentId: '8' });
        expect(await all({ batchId: batch.id })).toEqual([intentOf(batch, 0).id]);
        expect(await all({ batchId: batch.id, q: 'ann', outcome: 'accepted' })).toHaveLength(1);
        expect(await all({ batchId: newId() })).toEqual([]);
      });

      it('claim nothing out of turn', async () => {
        const batch = await created();
        const other = await created();
        expect(await store.claim(intent({ id: intentOf(batch, 0).id }))).toEqual({ kind: 'out_of_turn' });
        expect(await store.claim({ ...intentOf(batch, 0), batchId: other.id })).toEqual({
          kind: 'out_of_turn',
        });
        expect(await store.claim({ ...intentOf(batch, 0), deploymentId: '8' })).toEqual({
          kind: 'out_of_turn',
        });
        expect(await store.claim(intent({ batchId: batch.id }))).toEqual({ kind: 'out_of_turn' });
        await store.skipTarget(
          batch.id,
          1,
          { reason: 'in_progress', blockedBy: { id: newId(), person: 'Bob' } },
          at,
        );
        expect(await store.claim(intentOf(batch, 0))).toEqual({ kind: 'out_of_turn' });
        expect(await all({})).toEqual([]);
        expect((await store.claim(intentOf(batch, 1))).kind).toBe('claimed');
        expect(await store.claim(intentOf(other, 1))).toMatchObject({ kind: 'busy' });
      });

      it('are refused where another running batch has a target waiting and `despite` does not name it', async () => {
        const first = await created({ person: 'Ada' });
        await store.claim(intentOf(first, 0));
        await store.skipTarget(
          first.id,
          2,
          { reason: 'in_progress', blockedBy: { id: newId(), person: 'Bob' } },
          at,
        );
        const wanted = await begin({ despite: [] });
        const before = await events();
        const overlap = {
          applicationId: '100',
          deploymentId: '9',
          kind: 'waiting',
          id: first.id,
          person: 'Ada',
          at,
        };
        expect(await store.createBatch(wanted)).toEqual({ kind: 'overlap', overlaps: [overlap] });
        expect(await store.findBatch(wanted.id)).toBeNull();
        expect(await events()).toEqual(before);
        expect(await store.claim(intent({ deploymentId: '9', despite: [newId()] }))).toEqual({
          kind: 'overlap',
          overlaps: [overlap],
        });
        const despite = [first.id.toUpperCase()];
        expect((await store.createBatch({ ...wanted, despite })).kind).toBe('created');
        // Its own turn comes, whoever else has it waiting.
        const turn = await store.claim({ ...intentOf(first, 2), despite: [] });
        expect(turn.kind).toBe('claimed');
        const live = await database.open('live');
        await live.saveApplication('100', { name: 'Reminders' }, { onlyNew: false });
        for (const id of ['7', '8', '9']) await live.saveDeployment('100', id, saved, { onlyNew: false });
        const theirs = await begin({ despite: [] });
        expect((await live.createBatch(theirs)).kind).toBe('created');
      });

      it('leave each deployment to one of many that begin at the same time', async () => {
        const second = await database.open();
        const wanted = await Promise.all(Array.from({ length: 12 }, () => begin({ despite: [] })));
        const singles = Array.from({ length: 12 }, () => intent({ deploymentId: '8', despite: [] }));
        const results = await Promise.all([
          ...wanted.map((one, index) => (index % 2 ? store : second).createBatch(one)),
          ...singles.map((one, index) => (index % 2 ? store : second).claim(one)),
        ]);
        const kinds = results.map(({ kind }) => kind);
        expect(kinds.slice(0, 12).filter((kind) => kind === 'created')).toHaveLength(1);
        expect(kinds.slice(0, 12).filter((kind) => kind === 'overlap')).toHaveLength(11);
        expect(kinds.slice(12).filter((kind) => kind === 'claimed').length).toBeLessThanOrEqual(1);
      });

      it('are refused, as a single cancellation is, what was accepted within five minutes', async () => {
        const accepted = await journalled(
          { deploymentId: '8', person: 'Bob' },
          { settledAt: '2026-01-02T00:00:00.000Z' },
        );
        await journalled({ deploymentId: '9' }, { outcome: 'refused' });
        const overlap = {
          applicationId: '100',
          deploymentId: '8',
          kind: 'accepted',
          id: accepted.id,
          person: 'Bob',
          at: '2026-01-02T00:00:00.000Z',
        };
        const soon = '2026-01-02T00:04:59.999Z';
        const refused = { kind: 'overlap', overlaps: [overlap] };
        const again = intent({ deploymentId: '8', requestedAt: soon, despite: [] });
        expect(await store.createBatch(await begin({ requestedAt: soon, despite: [] }))).toEqual(refused);
        expect(await store.claim(again)).toEqual(refused);
        // What was refused in between does not hide it.
        await journalled(
          { deploymentId: '8', requestedAt: soon, despite: [accepted.id] },
          { outcome: 'refused', settledAt: soon },
        );
        expect(await store.claim(again)).toEqual(refused);
        expect((await store.claim(intent({ ...again, applicationId: '101' }))).kind).toBe('claimed');
        const late = { requestedAt: '2026-01-02T00:05:00.000Z', despite: [] };
        expect((await store.claim(intent({ deploymentId: '8', ...late }))).kind).toBe('claimed');
      });

      it('pass by what was accepted for somebody else since they began, unless they knew', async () => {
        const first = await created({ person: 'Ada', despite: [] });
        const knowing = await created({ person: 'Bob', despite: [first.id] });
        await store.claim({ ...intentOf(first, 0), despite: [] });
        const { id } = await store.settle(intentOf(first, 0).id, settlement({ settledAt: at }));
        const theirs = { ...intentOf(knowing, 0), requestedAt: at };
        expect(await store.claim({ ...theirs, despite: [] })).toMatchObject({
          kind: 'overlap',
          overlaps: [{ kind: 'accepted', id, person: 'Ann' }],
        });
        expect((await store.claim({ ...theirs, despite: [first.id] })).kind).toBe('claimed');
        await store.skipTarget(
          knowing.id,
          2,
          { reason: 'recently_accepted', blockedBy: { id, person: 'Ann' } },
          at,
        );
        expect(await states(knowing)).toEqual(['current', 'recently_accepted', 'waiting']);
      });

      it('are over at once when stopped between two targets', async () => {
        const batch = await created();
        const stopping = await store.stopBatch(batch.id.toUpperCase(), 'Bob', stopped);
        expect(stopping).toMatchObject({
          state: 'stopped',
          stoppedBy: 'Bob',
          stopReason: 'stopped',
          finishedAt: stopped,
        });
        expect(await states(batch)).toEqual(['stopped', 'stopped', 'stopped']);
        expect(await store.canContinue(batch.id)).toBe(false);
        expect(await store.claim(intentOf(batch, 0))).toEqual({ kind: 'out_of_turn' });
        expect(await store.stopBatch(batch.id, 'Eve', at)).toEqual(stopping);
        await store.endBatch(batch.id, { state: 'finished', stopReason: null, finishedAt: at });
        expect(await store.findBatch(batch.id)).toEqual(stopping);
        expect(await store.stopBatch(newId(), 'Eve', at)).toBeNull();
      });

      it('wait for the target that is being cancelled when they are stopped', async () => {
        const batch = await created();
        await store.claim(intentOf(batch, 0));
        expect(await store.stopBatch(batch.id, 'Bob', at)).toMatchObject({
          state: 'running',
          stoppedBy: 'Bob',
        });
        expect(await store.canContinue(batch.id)).toBe(false);
        expect(await store.claim(intentOf(batch, 1))).toEqual({ kind: 'out_of_turn' });
        await store.settle(intentOf(batch, 0).id, settlement());
        await store.endBatch(batch.id, { state: 'finished', stopReason: null, finishedAt: stopped });
        expect(await store.findBatch(batch.id)).toMatchObject({ state: 'stopped', finishedAt: stopped });
        expect(await states(batch)).toEqual(['done', 'stopped', 'stopped']);
      });

      it('never change once they are over, whoever tries', async () => {
        const batch = await created();
        await store.endBatch(batch.id, { state: 'stopped', stopReason: 'fuse_401', finishedAt: stopped });
        expect(await states(batch)).toEqual(['fuse_401', 'fuse_401', 'fuse_401']);
        await expect(database.query(`UPDATE batches SET state = 'running' RETURNING id`)).rejects.toThrow(
          'never changes',
        );
      });

      it('are listed newest first, page by page', async () => {
        const ids: string[] = [];
        for (let index = 0; index < 5; index += 1) ids.unshift((await created()).id);
        const first = await store.listBatches({ limit: 3 });
        const second = await store.listBatches({ limit: 3, cursor: first.nextCursor ?? '' });
        expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
        expect(second.nextCursor).toBeNull();
        await expect(store.listBatches({ limit: 3, cursor: 'x' })).rejects.toBeInstanceOf(InvalidCursor);
      });

      const step = fc.oneof(
        fc.constantFrom('claim', 'skip', 'stop', 'end'),
        fc.constantFrom('accepted', 'refused', 'not_sent', 'unknown'),
      );
      it('say the same in a list and in their events as by themselves, at every step', async () => {
        const check = async (batch: Batch) => {
          const { targets, ...summary } = (await store.findBatch(batch.id)) ?? batch;
          expect((await store.listBatches({ limit: 1 })).items).toEqual([summary]);
          const told = await store.listEvents((await store.lastEvent()) - 1, 1);
          expect(told).toMatchObject([{ type: 'batch', batch: summary }]);
          return { targets, summary };
        };
        await fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 9 }), async (steps) => {
            const batch = await created();
            let { targets, summary } = await check(batch);
            for (const deed of steps) {
              const index = targets.findIndex(({ state }) => state === 'waiting');
              if (deed === 'stop') await store.stopBatch(batch.id, 'Bob', at);
              else if (deed === 'end')
                await store.endBatch(batch.id, { state: 'finished', stopReason: null, finishedAt: at });
              else if (deed === 'claim' && index >= 0 && summary.current === null)
                await store.claim(intentOf(batch, index));
              else if (deed === 'skip' && index >= 0)
                await store.skipTarget(
                  batch.id,
                  index + 1,
                  { reason: 'in_progress', blockedBy: { id: newId(), person: 'Bob' } },
                  at,
                );
              else if (deed !== 'claim' && deed !== 'skip' && summary.current !== null)
                await store.settle(summary.current.cancellationId, settlement({ outcome: deed }));
              ({ targets, summary } = await check(batch));
            }
            // What is left open would be in the way of the next run.
            if (summary.current !== null) await store.settle(summary.current.cancellationId, settlement());
          }),
          { numRuns: 25 },
        );
      });

      it('leave alone what this console itself runs when it recovers', async () => {
        const batch = await created();
        expect(await store.recover(consoleStopped)).toBe(0);
        expect((await store.findBatch(batch.id))?.state).toBe('running');
      });
    });

    describe('sessions', () => {
      const session = {
        person: nasty,
        role: 'support',
        tokenHash: 'abc',
        expiresAt: '2026-01-01T08:00:00.000Z',
      } as const;

      it('are found until they are closed or expire', async () => {
        let now = new Date('2026-01-01T00:00:00.000Z');
        const timed = await database.open('sandbox', () => now);
        await timed.openSession('one', session);
        await timed.openSession('two', { ...session, role: 'operator' });
        expect(await timed.findSession('one')).toEqual(session);
        await timed.closeSession('one');
        await timed.closeSession('one');
        expect(await timed.findSession('one')).toBeNull();
        now = new Date('2026-01-01T07:59:59.999Z');
        expect(await timed.findSession('two')).toMatchObject({ role: 'operator' });
        now = new Date('2026-01-01T08:00:00.000Z');
        expect(await timed.findSession('two')).toBeNull();
        await timed.openSession('three', { ...session, expiresAt: stopped });
        expect(await database.query('SELECT id_hash FROM sessions')).toEqual([{ id_hash: 'three' }]);
      });

      it('outlive a clock that is days ahead', async () => {
        let ahead = 0;
        const timed = await database.open('sandbox', () => new Date(Date.now() + ahead));
        const inAWeek = { ...session, expiresAt: new Date(Date.now() + 7 * 86_400_000).toISOString() };
        await timed.openSession('one', inAWeek);
        ahead = 8 * 86_400_000;
        await timed.openSession('two', inAWeek);
        ahead = 0;
        expect(await timed.findSession('one')).toEqual(inAWeek);
      });

      it('that have expired are removed a hundred at a time', async () => {
        let now = new Date('2026-01-01T00:00:00.000Z');
        const timed = await database.open('sandbox', () => now);
        for (let count = 0; count < 150; count += 1) await timed.openSession(`old ${count}`, session);
        now = new Date('2026-01-02T00:00:00.000Z');
        const left = async () => (await database.query('SELECT id_hash FROM sessions')).length;
        await timed.openSession('new', { ...session, expiresAt: stopped });
        expect(await left()).toBe(51);
        await timed.openSession('newer', { ...session, expiresAt: stopped });
        expect(await left()).toBe(2);
      });
    });

    describe('orphans', () => {
      it('are the open records of this console that nobody here has claimed', async () => {
        const { id } = await journalled({}, null);
        const lost = newId();
        // As a claim leaves it that was committed although its answer was lost.
        await database.query(`INSERT INTO cancellations (id, realm, application_id, deployment_id,
            application_name, deployment_name, environment, person, requested_at, upstream, instance, search)
          SELECT '${lost}', realm, application_id, '8', application_name, deployment_name, environment, person,
            requested_at, upstream, instance, search FROM cancellations RETURNING id`);
        expect((await store.listOrphans()).map((orphan) => orphan.id)).toEqual([lost]);
        expect(await (await database.open('live')).listOrphans()).toEqual([]);
        expect((await store.claim(intent({ deploymentId: '8' }))).kind).toBe('busy');
        await store.settle(lost, settlement({ outcome: 'not_sent' }));
        expect(await store.listOrphans()).toEqual([]);
        expect((await store.claim(intent({ deploymentId: '8' }))).kind).toBe('claimed');
        expect((await store.findCancellation(id))?.outcome).toBeNull();
      });
    });

    describe('recovering', () => {
      it('leaves what this console itself has open', async () => {
        const { id } = await journalled({}, null);
        expect(await store.recover(consoleStopped)).toBe(0);
        expect((await store.findCancellation(id))?.outcome).toBeNull();
      });

      it('checks that a durable write works', async () => {
        await store.checkWritable();
        await store.checkWritable();
        expect(await database.query('SELECT id, checks FROM health')).toEqual([{ id: 1, checks: 2 }]);
      });
    });

    it('closes twice without harm, and then refuses', async () => {
      await store.close();
      await store.close();
      await expect(store.findCancellation(newId())).rejects.toBeInstanceOf(Error);
    });
  });
}
