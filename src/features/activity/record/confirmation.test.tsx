import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { confirmationRequest, paths, type CancellationDetail, type HistoryEntry } from '@/contract';
import { makeCancellation, makeProblem, supporter } from '@/testing/factories';
import { answerProblem, server, withJournal, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const at = '2026-11-23T11:00:00.000Z';

/** A console that keeps one record, its mark and its history. */
function consoleKeeps(parts: Partial<CancellationDetail> = {}) {
  const notes: (string | null | undefined)[] = [];
  let record: CancellationDetail = { ...makeCancellation(), history: [], ...parts };
  const add = (entry: HistoryEntry, confirmation: CancellationDetail['confirmation']) => {
    record = { ...record, confirmation, history: [...record.history, entry] };
    return HttpResponse.json(record);
  };
  server.use(
    http.get(paths.session, () => HttpResponse.json(supporter)),
    withRecord(() => record),
    http.put(paths.confirmation(':id'), async ({ request }) => {
      const { note = null } = confirmationRequest.parse(await request.json());
      notes.push(note);
      return add({ seq: 1, at, person: 'Grace', kind: 'confirmed', note }, { person: 'Grace', at, note });
    }),
    http.delete(paths.confirmation(':id'), () =>
      add({ seq: 2, at, person: 'Grace', kind: 'confirmation_withdrawn' }, null),
    ),
  );
  return { notes, set: (change: Partial<CancellationDetail>) => (record = { ...record, ...change }) };
}

const visit = () => renderApp(`/cancellations/${makeCancellation().id}`);
const confirmButton = () => screen.findByRole('button', { name: 'I have checked this' });
const summary = () => screen.getByRole('region', { name: 'Summary' });
const panel = () => screen.getByRole('heading', { name: 'Confirmation' }).closest('section')!;

describe('confirming an outcome', () => {
  it('keeps who, when and the note, and can be withdrawn; the timeline keeps both', async () => {
    const { notes } = consoleKeeps();
    const { user } = visit();
    await user.type(await screen.findByLabelText(/^Note/), 'Queue is empty');
    await user.click(await confirmButton());
    await waitFor(() => expect(panel()).toHaveTextContent(/23 Nov 2026.*Queue is empty/));
    expect(notes).toEqual(['Queue is empty']);
    expect(screen.getAllByText('Confirmed by Grace')[0]?.closest('p')).toHaveFocus();
    expect(panel()).not.toHaveTextContent('not sent');
    await waitFor(() => expect(screen.getAllByText('Confirmed by Grace')).toHaveLength(2));

    await user.click(screen.getByRole('button', { name: 'Withdraw confirmation' }));
    const question = await screen.findByRole('alertdialog');
    expect(within(question).getByRole('button', { name: 'Keep it' })).toHaveFocus();
    await user.click(within(question).getByRole('button', { name: 'Withdraw' }));
    expect(await confirmButton()).toBeInTheDocument();
    expect(await screen.findByText('Confirmation withdrawn by Grace')).toBeInTheDocument();
    expect(screen.getByText('Confirmed by Grace')).toBeInTheDocument();
  });

  it('sends a double click once', async () => {
    const { notes } = consoleKeeps();
    visit();
    const button = await confirmButton();
    act(() => {
      button.click();
      button.click();
    });
    await waitFor(() => expect(summary()).toHaveTextContent('Confirmed by Grace'));
    expect(notes).toEqual([null]);
  });

  it('needs no note, and asks before it withdraws', async () => {
    const { notes } = consoleKeeps();
    const { user } = visit();
    await user.click(await confirmButton());
    await user.click(await screen.findByRole('button', { name: 'Withdraw confirmation' }));
    await user.click(await screen.findByRole('button', { name: 'Keep it' }));
    expect(summary()).toHaveTextContent('Confirmed by Grace');
    expect(notes).toEqual([null]);
  });

  it('of an unknown outcome wants to know how it was checked', async () => {
    const { notes } = consoleKeeps({ outcome: 'unknown', status: 500 });
    const { user } = visit();
    await user.click(await confirmButton());
    expect(await screen.findByText(/Say how you checked it: /)).toBeInTheDocument();
    await user.type(screen.getByLabelText('How was it checked?'), '   ');
    await user.click(await confirmButton());
    expect(notes).toEqual([]);
    await user.type(screen.getByLabelText('How was it checked?'), 'Outbound page is empty');
    await user.click(await confirmButton());
    await waitFor(() => expect(summary()).toHaveTextContent('Confirmed by Grace'));
    expect(notes).toEqual(['Outbound page is empty']);
  });

  it('that the console finds without a note says so at the field', async () => {
    consoleKeeps();
    server.use(
      http.put(paths.confirmation(':id'), () =>
        answerProblem(
          makeProblem('invalid_request', { errors: [{ field: 'note', message: 'must say how' }] }),
        ),
      ),
    );
    const { user } = visit();
    await user.click(await confirmButton());
    expect(await screen.findByText('The note must say how.')).toBeInTheDocument();
  });

  it('that somebody else confirmed first shows who', async () => {
    const { set } = consoleKeeps();
    server.use(
      http.put(paths.confirmation(':id'), () => {
        set({ confirmation: { person: 'Edsger', at, note: null } });
        return answerProblem(
          makeProblem('conflict', { detail: 'Edsger has confirmed this outcome already.' }),
        );
      }),
    );
    const { user } = visit();
    await user.type(await screen.findByLabelText(/^Note/), 'Called the clinic');
    await user.click(await confirmButton());
    await waitFor(() => expect(summary()).toHaveTextContent('Confirmed by Edsger'));
    expect(screen.getByRole('alert')).toHaveTextContent(/Your note was not sent.*Called the clinic/);
    expect(within(summary()).getByText('Confirmed by Edsger').closest('p')).toHaveFocus();
  });

  it('by somebody else keeps the note that is being typed', async () => {
    const { set } = consoleKeeps();
    const { user, client } = visit();
    await user.type(await screen.findByLabelText(/^Note/), 'Half a sen');
    set({ confirmation: { person: 'Edsger', at, note: 'Seen' } });
    await act(() => client.invalidateQueries());
    await waitFor(() => expect(summary()).toHaveTextContent('Confirmed by Edsger'));
    expect(screen.getByRole('alert')).toHaveTextContent(/Your note was not sent.*Half a sen/);
    set({ confirmation: null });
    await act(() => client.invalidateQueries());
    expect(await screen.findByLabelText(/^Note/)).toHaveValue('Half a sen');
  });

  it('keeps a note that was not sent while another view is shown', async () => {
    consoleKeeps();
    const { user } = visit();
    await user.type(await screen.findByLabelText(/^Note/), 'Half a sen');
    await user.click(screen.getByRole('link', { name: '← Activity' }));
    await screen.findByRole('heading', { name: 'Activity' });
    act(() => history.back());
    expect(await screen.findByLabelText(/^Note/)).toHaveValue('Half a sen');
  });

  it('that fails says so and keeps the note', async () => {
    consoleKeeps();
    server.use(http.put(paths.confirmation(':id'), () => HttpResponse.error()));
    const { user } = visit();
    await user.type(await screen.findByLabelText(/^Note/), 'kept');
    await user.click(await confirmButton());
    expect(
      await screen.findByText(/^We do not know if it was confirmed\. Nothing you typed is lost/),
    ).toBeInTheDocument();
    expect(screen.getByLabelText(/^Note/)).toHaveValue('kept');
  });

  it('is not offered before there is one', async () => {
    consoleKeeps({ outcome: null, status: null, answeredAt: null, settledAt: null });
    visit();
    await screen.findByText('Waiting for the outcome');
    expect(screen.queryByRole('button', { name: 'I have checked this' })).not.toBeInTheDocument();
    expect(screen.queryByLabelText('Call IDs')).not.toBeInTheDocument();
  });
});

describe('Activity', () => {
  it('has what is to be confirmed behind one press, in the address, and in each export', async () => {
    const asked: string[] = [];
    server.use(
      withJournal(
        (query) => {
          asked.push(query.toString());
          return { items: [], nextCursor: null };
        },
        () => ({ items: [makeCancellation()], nextCursor: null }),
      ),
    );
    const { user } = renderApp('/activity?outcome=accepted');
    const links = () => screen.getAllByRole('link', { name: /^Export/ });
    await screen.findByText('No cancellation matches these filters');
    expect(links().map((link) => link.getAttribute('href'))).toEqual([
      '/api/cancellations.csv?outcome=accepted',
      '/api/cancellations.csv?outcome=accepted&ids=text',
      '/api/cancellations.json?outcome=accepted',
    ]);
    for (const link of links()) expect(link).toHaveAttribute('download');
    await user.click(screen.getByRole('button', { name: /^To confirm/ }));
    expect(await screen.findByRole('link', { name: 'Spring reminder' })).toBeInTheDocument();
    expect(location.search).toBe('?outcome=accepted&confirmed=no');
    expect(links()[0]).toHaveAttribute('href', '/api/cancellations.csv?outcome=accepted&confirmed=no');
    expect(document.title).toBe('(1) Activity · Fuse Cancel Console');
  });

  it('says “50+” where there are more', async () => {
    const items = Array.from({ length: 50 }, (_, index) =>
      makeCancellation({ id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` }),
    );
    server.use(
      withJournal(
        () => ({ items: [], nextCursor: null }),
        () => ({ items, nextCursor: 'older' }),
      ),
    );
    renderApp('/activity');
    await waitFor(() => expect(document.title).toBe('(50+) Activity · Fuse Cancel Console'));
  });
});
