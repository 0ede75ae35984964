import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { confirmationRequest, paths, type Cancellation } from '@/contract';
import { openStream } from '@/testing/event-source';
import { makeBatch, makeCancellation, makeProblem } from '@/testing/factories';
import { answerProblem, server, withJournal, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

afterEach(() => vi.unstubAllGlobals());

const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const numbered = (index: number, parts: Partial<Cancellation> = {}) =>
  makeCancellation({
    id: idOf(index),
    deploymentName: `Deployment ${index}`,
    requestedAt: new Date(Date.UTC(2026, 10, 23, 10) - index * 60_000).toISOString(),
    ...parts,
  });
const link = (index: number) => screen.getByRole('link', { name: `Deployment ${index}` });
const rowOf = (index: number) => link(index).closest('li')!;

/** A console that keeps these records, and the confirmations that reached it. */
function consoleKeeps(records: Cancellation[]) {
  const sent: { id: string; note: string | null | undefined }[] = [];
  const page = () => ({ items: records, nextCursor: null });
  server.use(
    withJournal(page, () => ({
      items: records.filter((one) => one.confirmation === null),
      nextCursor: null,
    })),
    http.put(paths.confirmation(':id'), async ({ params, request }) => {
      const { note = null } = confirmationRequest.parse(await request.json());
      const id = String(params['id']);
      sent.push({ id, note });
      const confirmation = { person: 'Ada', at: '2026-11-23T11:00:00.000Z', note };
      const record = { ...records.find((one) => one.id === id)!, confirmation };
      records = records.map((one) => (one.id === id ? record : one));
      return HttpResponse.json(record);
    }),
  );
  return sent;
}

describe('the keys of the journal', () => {
  it('J and K move from row to row', async () => {
    consoleKeeps([numbered(1), numbered(2), numbered(3)]);
    const { user } = renderApp('/activity');
    await screen.findByText('Deployment 1');
    await user.keyboard('j');
    expect(link(1)).toHaveFocus();
    await user.keyboard('jjj');
    expect(link(3)).toHaveFocus();
    await user.keyboard('k');
    expect(link(2)).toHaveFocus();
  });

  it('C confirms ten outcomes in eleven keys, one request each, and leads to the next', async () => {
    const records = Array.from({ length: 10 }, (_, index) => numbered(index + 1));
    const sent = consoleKeeps(records);
    const { user } = renderApp('/activity?confirmed=no');
    await screen.findByText('Deployment 1');
    // The first one only leads there: nothing is confirmed that the person has not reached.
    await user.keyboard('c');
    expect(link(1)).toHaveFocus();
    expect(sent).toEqual([]);
    await user.keyboard('c'.repeat(10));
    await waitFor(() => expect(sent.map(({ id }) => id)).toEqual(records.map(({ id }) => id)));
    expect(sent.every(({ note }) => note === null)).toBe(true);
    await waitFor(() => expect(within(rowOf(10)).getByText('Ada', { selector: 'bdi' })).toBeVisible());
    expect(
      await screen.findByText(
        'Confirmed: Deployment 10, Staging, ID 2001, Reminders 101. Nothing is left to confirm.',
      ),
    ).toBeInTheDocument();
    expect(document.body).not.toHaveFocus();
  });

  it('C says that nothing is left also where the answer to an earlier confirmation comes last', async () => {
    consoleKeeps([numbered(1), numbered(2)]);
    let answerFirst = () => {};
    const held = new Promise<void>((resolve) => (answerFirst = resolve));
    server.use(http.put(paths.confirmation(idOf(1)), () => held, { once: true }));
    const { user } = renderApp('/activity?confirmed=no');
    await screen.findByText('Deployment 1');
    await user.keyboard('ccc');
    await screen.findByText(/^Confirmed: Deployment 2,/);
    answerFirst();
    expect(await screen.findByText(/^Confirmed: Deployment 1, .* Nothing is left/)).toBeInTheDocument();
  });

  it('C passes over what is confirmed or waits, and asks for the note of an unknown outcome', async () => {
    const confirmation = { person: 'Grace', at: '2026-11-23T11:00:00.000Z', note: null };
    const sent = consoleKeeps([
      numbered(1, { confirmation }),
      numbered(2, { outcome: null, status: null, settledAt: null, answeredAt: null }),
      numbered(3, { outcome: 'unknown', status: 500 }),
      numbered(4, { outcome: 'refused', status: 404 }),
    ]);
    const { user } = renderApp('/activity');
    await screen.findByText('Deployment 3');
    await user.keyboard('c');
    expect(link(3)).toHaveFocus();
    await user.keyboard('c');
    const dialog = await screen.findByRole('dialog', { name: /Unknown: Staging · Deployment 3/ });
    expect(dialog).toHaveAccessibleDescription('ID 2001 · Reminders 101');
    // Radix takes the pointer from the page one rendering before it gives it to the dialog.
    await waitFor(() => expect(dialog).toHaveStyle({ pointerEvents: 'auto' }));
    await user.click(within(dialog).getByRole('button', { name: 'I have checked this' }));
    expect(within(dialog).getByText(/Say how you checked it/)).toBeVisible();
    await user.type(within(dialog).getByLabelText('How was it checked?'), 'The queue is empty');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(link(4)).toHaveFocus());
    expect(sent).toEqual([{ id: idOf(3), note: 'The queue is empty' }]);
  });

  it('says where a confirmation failed, and C tries again', async () => {
    const sent = consoleKeeps([numbered(1)]);
    server.use(
      http.put(paths.confirmation(':id'), () => answerProblem(makeProblem('journal_unavailable')), {
        once: true,
      }),
    );
    const { user } = renderApp('/activity');
    await screen.findByText('Deployment 1');
    await user.keyboard('jc');
    expect(await screen.findByText('Not confirmed')).toBeVisible();
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Deployment 1, Staging, ID 2001, Reminders 101: not confirmed.',
    );
    await user.keyboard('c');
    await waitFor(() => expect(sent).toHaveLength(1));
    await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument());
  });

  it('confirm a batch as a whole where all of it is accepted, each record with its own mark', async () => {
    const batchId = idOf(99);
    const records = [1, 2, 3].map((index) => numbered(index, { batchId }));
    const sent = consoleKeeps([...records, numbered(4)]);
    const whole = makeBatch(['accepted', 'accepted', 'accepted']);
    server.use(
      http.get(paths.batch(':id'), () =>
        HttpResponse.json({
          ...whole,
          targets: whole.targets.map((target, index) => ({ ...target, cancellation: records[index] })),
        }),
      ),
    );
    const { user } = renderApp('/activity');
    await waitFor(() => expect(document.querySelector('[data-journal-batch]')).not.toBeNull());
    await user.keyboard('jc');
    await waitFor(() => expect(sent.map(({ id }) => id)).toEqual([idOf(1), idOf(2), idOf(3)]));
    await waitFor(() => expect(link(4)).toHaveFocus());
  });

  it('open a batch that is not accepted as a whole, for each outcome to be confirmed by itself', async () => {
    const batchId = idOf(99);
    const records = [numbered(1, { batchId }), numbered(2, { batchId, outcome: 'refused', status: 404 })];
    const sent = consoleKeeps(records);
    const whole = makeBatch(['accepted', 'refused']);
    server.use(
      http.get(paths.batch(':id'), () =>
        HttpResponse.json({
          ...whole,
          targets: whole.targets.map((target, index) => ({ ...target, cancellation: records[index] })),
        }),
      ),
    );
    const { user } = renderApp('/activity');
    await waitFor(() => expect(document.querySelector('[data-journal-batch]')).not.toBeNull());
    await user.keyboard('jc');
    await waitFor(() => expect(link(1)).toHaveFocus());
    expect(sent).toEqual([]);
  });
});

it.each([
  { people: ['Bob', 'Bob'], says: 'Confirmed by BobBob' },
  { people: ['Bob', 'Eve'], says: 'Confirmed by Bob, Eve2 people' },
  { people: ['Bob', null], says: '1 of 2 confirmed' },
  { people: [null, null], says: '2 to confirm' },
])(
  'the row of a batch names its targets in full, and says who confirmed: $people',
  async ({ people, says }) => {
    const at = new Date().toISOString();
    consoleKeeps(
      people.map((person, index) =>
        numbered(index + 1, {
          batchId: idOf(99),
          confirmation: person === null ? null : { person, at, note: null },
        }),
      ),
    );
    server.use(http.get(paths.batch(':id'), () => HttpResponse.json(makeBatch(['accepted', 'accepted']))));
    renderApp('/activity');
    const row = await waitFor(() => {
      const batch = document.querySelector('[data-journal-batch]')?.closest('summary');
      expect(batch).toBeTruthy();
      return batch;
    });
    expect(row).toHaveTextContent(
      'Deployment 1, Staging, ID 2001, Reminders 101; Deployment 2, Staging, ID 2001, Reminders 101',
    );
    expect(row).toHaveTextContent(new RegExp(`${says}$`));
  },
);

it('a new outcome to confirm is announced once', async () => {
  consoleKeeps([numbered(5)]);
  renderApp('/activity');
  const stream = await openStream();
  await screen.findByText('Deployment 5');
  const words = 'New to confirm: Accepted, Deployment 1, Staging, ID 2001, Reminders 101.';
  act(() => stream.send('cancellation', numbered(1), '1'));
  expect(await screen.findByText(words)).toBeInTheDocument();
  act(() => stream.send('cancellation', numbered(2), '2'));
  expect(await screen.findByText(/Deployment 2, Staging, ID/)).toBeInTheDocument();
  act(() => stream.send('cancellation', numbered(1), '3'));
  await act(() => new Promise((resolve) => setTimeout(resolve, 60)));
  expect(screen.queryByText(words)).not.toBeInTheDocument();
});

it('on a wide screen the record of the current row stands beside the list', async () => {
  const wide = { matches: true, addEventListener: () => {}, removeEventListener: () => {} };
  vi.stubGlobal('matchMedia', () => wide);
  consoleKeeps([numbered(1), numbered(2, { outcome: 'refused', status: 404 })]);
  const { user } = renderApp('/activity');
  const panel = await screen.findByRole('complementary', { name: 'Record' });
  expect(panel).toHaveTextContent(/^Deployment 1StagingID 2001 · Reminders 101Open record/);
  await user.keyboard('jj');
  expect(panel).toHaveTextContent('Fuse refused: nothing was cancelled.');
  expect(within(panel).getByRole('link', { name: 'Open record' })).toHaveAttribute(
    'href',
    `/cancellations/${idOf(2)}`,
  );
});

it('on a wide screen a closed batch stands beside the list as a whole', async () => {
  const wide = { matches: true, addEventListener: () => {}, removeEventListener: () => {} };
  vi.stubGlobal('matchMedia', () => wide);
  const batchId = idOf(99);
  consoleKeeps([1, 2].map((index) => numbered(index, { batchId })));
  server.use(http.get(paths.batch(':id'), () => HttpResponse.json(makeBatch(['accepted', 'accepted']))));
  renderApp('/activity');
  const panel = within(await screen.findByRole('complementary', { name: 'Batch' }));
  expect(await panel.findByRole('heading', { name: '2 deployments · all accepted' })).toBeInTheDocument();
  expect(panel.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Deployment 1.*ID 2001 · Reminders 101$/),
    expect.stringMatching(/^Deployment 2.*ID 2001 · Reminders 101$/),
  ]);
  expect(panel.getByRole('button', { name: 'Confirm all 2' })).toBeInTheDocument();
  expect(screen.queryByRole('complementary', { name: 'Record' })).not.toBeInTheDocument();
});

it('a record leads to the next one to confirm', async () => {
  consoleKeeps([numbered(1), numbered(2)]);
  server.use(withRecord((id) => (id === idOf(1) ? numbered(1) : numbered(2))));
  const { user } = renderApp(`/cancellations/${idOf(1)}`);
  await user.click(await screen.findByRole('link', { name: 'Next to confirm (2)' }));
  expect(
    await screen.findByRole('heading', {
      name: 'Cancellation of Deployment 2, Staging, ID 2001, Reminders 101',
    }),
  ).toBeInTheDocument();
});
