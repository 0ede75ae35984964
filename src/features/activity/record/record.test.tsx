import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { confirmationRequest, paths, type CancellationDetail, type HistoryEntry } from '@/contract';
import { makeCancellation } from '@/testing/factories';
import { server, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const check: HistoryEntry = {
  seq: 3,
  at: '2026-11-23T10:05:00.000Z',
  person: 'Ada',
  kind: 'verified',
  verification: {
    requested: 3,
    calls: [
      { callId: 'c1', status: 'canceled', code: 200 },
      { callId: 'c2', status: 'canceled', code: 200 },
      { callId: 'c3', status: 'dialing', code: 200 },
    ],
  },
};
const unknown = { outcome: 'unknown', status: 500 } as const;

/** Shows one record; `set` changes it as the console would, and has the page read it again. */
function show(parts: Partial<CancellationDetail> = {}) {
  let record: CancellationDetail = { ...makeCancellation(), history: [], ...parts };
  const notes: (string | null | undefined)[] = [];
  server.use(
    withRecord(() => record),
    http.put(paths.confirmation(':id'), async ({ request }) => {
      const { note = null } = confirmationRequest.parse(await request.json());
      notes.push(note);
      record = { ...record, confirmation: { person: 'Ada', at: check.at, note } };
      return HttpResponse.json(record);
    }),
  );
  const page = renderApp(`/cancellations/${record.id}`);
  const set = async (change: Partial<CancellationDetail>) => {
    record = { ...record, ...change };
    await act(() => page.client.invalidateQueries());
  };
  return { ...page, set, notes };
}

const summary = () => screen.findByRole('region', { name: 'Summary' });
const timeline = async () =>
  within((await screen.findByRole('heading', { name: 'Timeline' })).closest('section')!)
    .getAllByRole('listitem')
    .map((step) => step.textContent);

describe('the header of a record', () => {
  it('says outcome, code, environment, name, IDs, person and time beside the button that confirms', async () => {
    show({ environment: 'production' });
    const header = await summary();
    for (const words of [
      'Accepted',
      '202 Accepted',
      'Production',
      'Spring reminder',
      'ID 2001',
      'Reminders 101',
      'Ada',
    ])
      expect(header).toHaveTextContent(words);
    expect(within(header).getByRole('time')).toHaveAttribute('datetime', '2026-11-23T10:00:00.000Z');
    expect(within(header).getByRole('button', { name: 'I have checked this' })).toBeInTheDocument();
  });

  it('has no such button before there is an outcome, and says who confirmed afterwards', async () => {
    const { user, set } = show({ outcome: null, status: null, answeredAt: null, settledAt: null });
    expect(await summary()).toHaveTextContent('Waiting for Fuse');
    expect(screen.queryByRole('button', { name: 'I have checked this' })).not.toBeInTheDocument();
    await set(makeCancellation());
    await user.click(await screen.findByRole('button', { name: 'I have checked this' }));
    await waitFor(async () => expect(await summary()).toHaveTextContent('Confirmed by Ada'));
  });
});

describe('the timeline', () => {
  it('has the answer and the outcome as one step, in milliseconds where the seconds are the same', async () => {
    show({ answeredAt: '2026-11-23T10:00:03.400Z', settledAt: '2026-11-23T10:00:03.500Z' });
    const steps = await timeline();
    expect(steps).toHaveLength(3);
    expect(steps[0]).toMatch(/^Requested by Ada.*:00:00\.000 /);
    expect(steps[1]).toMatch(/^Sent to Fuse, once.*:00:00\.100 /);
    expect(steps[2]).toMatch(/^Accepted: Fuse answered 202 Accepted.*:00:03 \S+After 3\.3 s\.$/);
  });

  it('names the outcome first where no answer came', async () => {
    show({
      outcome: 'not_sent',
      status: null,
      cause: 'connection_refused',
      sentAt: null,
      answeredAt: null,
    });
    expect((await timeline()).at(-1)).toMatch(/^Not sent: Connection refused/);
  });
});

describe('an unknown outcome', () => {
  const titles = () => screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent);
  const isCheckFirst = () => titles().indexOf('Verify calls') < titles().indexOf('Confirmation');

  it('has the check of calls above the confirmation, any other outcome below', async () => {
    const { unmount } = show(unknown);
    await summary();
    expect(isCheckFirst()).toBe(true);
    unmount();
    show();
    await summary();
    expect(isCheckFirst()).toBe(false);
  });

  it('proposes the check as the note, so that one press confirms; the ticket has each call', async () => {
    const { user, set, notes } = show(unknown);
    const field = await screen.findByLabelText('How was it checked?');
    expect(field).toHaveValue('');
    await set({ history: [check] });
    await waitFor(() =>
      expect(field).toHaveAccessibleDescription('Taken from the last check of calls. You can change it.'),
    );
    await user.click(screen.getByRole('button', { name: 'Copy for a Plum ticket' }));
    expect((await navigator.clipboard.readText()).split('\n')).toContain(
      'Calls checked (UTC): 2026-11-23T10:05:00.000Z: 2 canceled, 1 dialing, of 3 (c1 canceled, c2 canceled, c3 dialing)',
    );
    await user.click(screen.getByRole('button', { name: 'I have checked this' }));
    await waitFor(() => expect(notes).toHaveLength(1));
    expect(notes[0]).toMatch(/^Calls in Fuse: 2 canceled, 1 dialing, of 3 checked at /);
  });

  it('keeps what the person has written, and takes a later check where they have not', async () => {
    const { user, set } = show(unknown);
    const field = await screen.findByLabelText('How was it checked?');
    await user.type(field, 'Looked at Outbound');
    await set({ history: [check] });
    await screen.findByText('Calls verified by Ada');
    expect(field).toHaveValue('Looked at Outbound');
    await user.clear(field);
    const later = { requested: 1, calls: [{ callId: 'c3', status: 'canceled', code: 200 }] };
    await set({ history: [check, { ...check, seq: 4, verification: later }] });
    await waitFor(() => expect(field).toHaveDisplayValue(/^Calls in Fuse: 1 canceled, of 1 /));
  });

  it('is confirmed with the button below the note too, which leads the focus to who confirmed', async () => {
    const { user, notes } = show(unknown);
    await user.type(await screen.findByLabelText('How was it checked?'), 'Outbound is empty');
    await user.click(screen.getByRole('button', { name: 'Confirm with this note' }));
    await waitFor(() => expect(screen.getByText('Confirmed by Ada').closest('p')).toHaveFocus());
    expect(notes).toEqual(['Outbound is empty']);
  });
});
