import { act, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { type Cancellation } from '@/contract';
import { makeCancellation } from '@/testing/factories';
import { onCancel, server, withRecord, type Sent } from '@/testing/handlers';
import { consoleAnswers, openCancelDialog } from '@/testing/cancelling';

const settled = (parts: Partial<Cancellation>): Partial<Cancellation> => ({
  status: null,
  answeredAt: null,
  settledAt: '2026-11-23T10:00:30.100Z',
  ...parts,
});

const unknown = 'We do not know if the calls were cancelled. Check in Fuse first.';

const cases: [
  string,
  Partial<Cancellation>,
  { role: 'status' | 'alert'; code: string; words: string[]; row: string },
][] = [
  [
    '202',
    {},
    {
      role: 'status',
      code: '202 Accepted',
      words: ['Fuse accepted the cancellation.'],
      row: 'Accepted',
    },
  ],
  [
    '401',
    { outcome: 'refused', status: 401, message: 'bad key' },
    {
      role: 'alert',
      code: '401 Unauthorized',
      words: ['nothing was cancelled', 'Fuse says: bad key'],
      row: 'Refused',
    },
  ],
  [
    '403',
    { outcome: 'refused', status: 403 },
    {
      role: 'alert',
      code: '403 Forbidden',
      words: ['nothing was cancelled'],
      row: 'Refused',
    },
  ],
  [
    '404',
    { outcome: 'refused', status: 404 },
    {
      role: 'alert',
      code: '404 Not found',
      words: ['nothing was cancelled'],
      row: 'Refused',
    },
  ],
  [
    '405',
    { outcome: 'refused', status: 405 },
    {
      role: 'alert',
      code: '405 Method not allowed',
      words: ['nothing was cancelled'],
      row: 'Refused',
    },
  ],
  [
    '429',
    { outcome: 'refused', status: 429, retryAfter: '120' },
    { role: 'alert', code: '429 Too many requests', words: ['asks to wait 120 s'], row: 'Refused' },
  ],
  [
    '500',
    { outcome: 'unknown', status: 500 },
    {
      role: 'alert',
      code: '500 Internal server error',
      words: [unknown],
      row: 'Unknown',
    },
  ],
  [
    'a refused connection',
    settled({ outcome: 'not_sent', cause: 'connection_refused', sentAt: null }),
    {
      role: 'alert',
      code: 'Connection refused',
      words: ['Nothing was cancelled; it is safe to try again.'],
      row: 'Not sent',
    },
  ],
  [
    'no answer',
    settled({ outcome: 'unknown', cause: 'answer_timeout' }),
    {
      role: 'alert',
      code: 'No answer after 30 s',
      words: [unknown],
      row: 'Unknown',
    },
  ],
  [
    'a gateway’s page',
    { outcome: 'unknown', status: 502, cause: 'html_answer', message: '502 Bad Gateway' },
    {
      role: 'alert',
      code: '502 Bad gateway',
      words: [unknown, 'Not Fuse, but a web page titled: 502 Bad Gateway'],
      row: 'Unknown',
    },
  ],
  [
    'a 200 that says failure',
    { outcome: 'unknown', status: 200, cause: 'failure_answer', message: 'No deployment.' },
    {
      role: 'alert',
      code: '200 OK, says failure',
      words: [unknown, 'Fuse says: No deployment.'],
      row: 'Unknown',
    },
  ],
  [
    'an undocumented 204',
    { status: 204, undocumented: true },
    {
      role: 'status',
      code: '204 No content (undocumented)',
      words: ['Fuse accepted the cancellation.'],
      row: 'Accepted',
    },
  ],
];

describe('the outcome', () => {
  it.each(cases)('of %s is told by a toast and stays on the row', async (_, parts, expected) => {
    consoleAnswers(parts);
    const { user, confirm, button } = await openCancelDialog();
    await user.click(confirm);

    const code = await screen.findByText(expected.code, { selector: '[data-sonner-toast] *' });
    const toast = code.closest<HTMLElement>(`[role="${expected.role}"]`)!;
    expect(toast).toBeInTheDocument();
    for (const words of expected.words) expect(toast).toHaveTextContent(words);
    // The word first, the code last.
    const order = [expected.row, 'Staging · Spring reminder', 'ID 2001 · Reminders 101', expected.words[0]!];
    const places = [...order, expected.code].map((text) => toast.textContent.indexOf(text));
    expect(places[0]).toBe(0);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());

    const row = screen.getByRole('row', { name: /Spring reminder/ });
    // Rows are rendered when there is time: they follow what else is told.
    expect(await within(row).findByText(expected.row)).toBeInTheDocument();
    expect(within(row).getByText(expected.code)).toBeInTheDocument();
    expect(button).toHaveFocus();
  });

  async function showToast(parts: Partial<Cancellation>) {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    consoleAnswers(parts);
    const { user, confirm } = await openCancelDialog();
    await user.click(confirm);
    const link = await screen.findByRole('link', { name: 'View record' });
    // The toast's own time, and then what its leaving takes.
    const pass = async (ms: number) => {
      await act(() => vi.advanceTimersByTimeAsync(ms - 1000));
      await act(() => vi.advanceTimersByTimeAsync(1000));
    };
    return { user, link, pass };
  }

  it('that was accepted leaves by itself after 10 s', async () => {
    const { link, pass } = await showToast({});
    expect(link).toHaveAttribute('href', expect.stringMatching(/^\/cancellations\/[0-9a-f-]{36}$/));
    await pass(8000);
    expect(link).toBeInTheDocument();
    await pass(4000);
    expect(link).not.toBeInTheDocument();
  });

  it.each<[string, Partial<Cancellation>]>([
    ['was refused', { outcome: 'refused', status: 404 }],
    ['is unknown', { outcome: 'unknown', status: 500 }],
    ['was not sent', settled({ outcome: 'not_sent', cause: 'connect_failed', sentAt: null })],
    ['the journal could not keep', { journaled: false }],
  ])('that %s stays until it is dismissed', async (_, parts) => {
    const { user, link, pass } = await showToast(parts);
    await pass(3_600_000);
    expect(link).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    await pass(2000);
    expect(link).not.toBeInTheDocument();
  });

  it('does not leave while the focus is on it', async () => {
    const { link, pass } = await showToast({});
    act(() => link.focus());
    await pass(60_000);
    expect(link).toBeInTheDocument();
    act(() => link.blur());
    await pass(12_000);
    expect(link).not.toBeInTheDocument();
  });

  it('does not leave while the pointer is on it', async () => {
    const { user, link, pass } = await showToast({});
    await user.hover(link);
    await pass(60_000);
    expect(link).toBeInTheDocument();
    await user.unhover(link);
    await pass(12_000);
    expect(link).not.toBeInTheDocument();
  });

  it('is not told by a toast on the record’s own page, which says it', async () => {
    let answer = () => {};
    let isSettled = false;
    const sent: Sent[] = [];
    server.use(
      onCancel(
        sent,
        (id) =>
          new Promise(
            (resolve) =>
              (answer = () => resolve(HttpResponse.json(makeCancellation({ id }), { status: 201 }))),
          ),
      ),
      withRecord((id) =>
        makeCancellation(
          isSettled ? { id } : { id, outcome: null, status: null, answeredAt: null, settledAt: null },
        ),
      ),
    );
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { user, dialog, confirm } = await openCancelDialog();
    await user.click(confirm);
    await act(() => vi.advanceTimersByTimeAsync(3500));
    await user.click(within(dialog).getByRole('button', { name: 'Wait in the background' }));
    await user.click(await screen.findByRole('link', { name: 'View record' }));
    const outcome = await screen.findByRole('region', { name: 'Summary' });
    isSettled = true;
    answer();
    await waitFor(() => expect(outcome).toHaveTextContent('202 Accepted'));
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect(screen.queryByRole('button', { name: 'Dismiss' })).not.toBeInTheDocument();
  });

  it('says loudly that the journal could not keep it', async () => {
    consoleAnswers({ journaled: false });
    const { user, confirm } = await openCancelDialog();
    await user.click(confirm);
    const words = await screen.findByText(/outcome is not in the journal yet/);
    expect(words.closest('[role="alert"]')).toBeInTheDocument();
  });
});
