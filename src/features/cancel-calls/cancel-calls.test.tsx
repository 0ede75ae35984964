import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse, delay } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { paths, type Cancellation, type Deployment, type ProblemCode } from '@/contract';
import {
  makeApplication,
  makeCancellation,
  makeDeployment,
  makeProblem,
  operator,
} from '@/testing/factories';
import { keys } from '@/common/query-keys';
import { putRecords } from '@/common/record-cache';
import { answerProblem, onCancel, server, withList, withRecord, type Sent } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

let last: Cancellation | null = null;
afterEach(() => {
  last = null;
});

/** The console: it keeps what it answers as the row's last cancellation, as the real one does. */
function consoleAnswers(parts: Partial<Cancellation>, environment = 'staging') {
  const sent: Sent[] = [];
  server.use(
    http.get(paths.applications, () =>
      HttpResponse.json({
        items: [makeApplication({ deployments: [makeDeployment({ environment, lastCancellation: last })] })],
      }),
    ),
    onCancel(sent, (id) => {
      last = makeCancellation({ id, environment, ...parts });
      return HttpResponse.json(last, { status: 201 });
    }),
  );
  return sent;
}

async function openDialog(address?: string) {
  const page = renderApp(address);
  const button = await screen.findByRole('button', { name: /^Cancel calls… of Spring reminder/ });
  await page.user.click(button);
  const dialog = await screen.findByRole('alertdialog');
  const confirm = within(dialog).getByRole('button', { name: 'Cancel all pending calls' });
  return { ...page, button, dialog, confirm };
}

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
    const { user, confirm, button } = await openDialog();
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
    const { user, confirm } = await openDialog();
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
    const { user, dialog, confirm } = await openDialog();
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
    const { user, confirm } = await openDialog();
    await user.click(confirm);
    const words = await screen.findByText(/outcome is not in the journal yet/);
    expect(words.closest('[role="alert"]')).toBeInTheDocument();
  });
});

describe('one click, one request', () => {
  it('a double click sends one', async () => {
    const sent = consoleAnswers({});
    const { user, confirm } = await openDialog();
    await user.dblClick(confirm);
    await screen.findByText('Fuse accepted the cancellation.');
    expect(sent).toHaveLength(1);
  });

  it('two clicks before any rendering send one', async () => {
    const sent = consoleAnswers({});
    const { confirm } = await openDialog();
    act(() => {
      confirm.click();
      confirm.click();
    });
    await screen.findByText('Fuse accepted the cancellation.');
    expect(sent).toHaveLength(1);
  });

  it('Enter-Enter sends one', async () => {
    const sent = consoleAnswers({});
    const { user, confirm } = await openDialog();
    confirm.focus();
    await user.keyboard('{Enter}{Enter}');
    await screen.findByText('Fuse accepted the cancellation.');
    expect(sent).toHaveLength(1);
  });

  it('sends the target, the reason and a fresh UUID for each dialog', async () => {
    const sent = consoleAnswers({});
    const { user, dialog, confirm, button } = await openDialog();
    await user.type(within(dialog).getByLabelText(/Reason/), '  wrong list');
    await user.click(confirm);
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
    await user.click(button);
    await user.click(
      within(await screen.findByRole('alertdialog')).getByRole('button', {
        name: 'Cancel all pending calls',
      }),
    );
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[0]!.body).toEqual({
      applicationId: '101',
      applicationName: 'Reminders',
      deploymentId: '2001',
      deploymentName: makeDeployment().name,
      environment: 'staging',
      reason: 'wrong list',
    });
    expect(sent[1]!.body.reason).toBeNull();
    expect(sent[0]!.id).not.toBe(sent[1]!.id);
  });
});

describe('the dialog', () => {
  it('focuses “Keep calls”, and Escape gives the focus back', async () => {
    const sent = consoleAnswers({});
    const { user, dialog, button } = await openDialog();
    expect(within(dialog).getByRole('button', { name: 'Keep calls' })).toHaveFocus();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(button).toHaveFocus();
    expect(sent).toHaveLength(0);
  });

  it('names the object, the account and what cannot be undone', async () => {
    consoleAnswers({});
    const { dialog } = await openDialog();
    for (const words of [
      /Staging · Spring reminder/,
      /ID 2001 · Reminders 101/,
      /ops@example.com at fuse.plumvoice.com/,
      /You cannot undo this/,
      /Calls already ringing continue/,
      /does not say how many/,
      /New calls can still be added/,
    ])
      expect(dialog).toHaveTextContent(words);
    expect(dialog).toHaveAccessibleName('Cancel all pending calls of Staging · Spring reminder');
    expect(dialog).toHaveAccessibleDescription(/^ID 2001 · Reminders 101 Cancel all pending calls\?/);
  });

  it.each([' Production ', 'Prod', 'prod-eu', 'live', 'qa'])(
    'wants the deployment ID typed for “%s”',
    async (environment) => {
      const sent = consoleAnswers({}, environment);
      const { user, dialog, confirm } = await openDialog();
      expect(confirm).toHaveAttribute('aria-disabled', 'true');
      expect(confirm).toHaveAccessibleDescription('To confirm, type the deployment ID: 2001');
      const field = within(dialog).getByLabelText('Deployment ID');
      await user.type(field, '200{Enter}');
      await user.click(confirm);
      expect(sent).toHaveLength(0);
      await user.clear(field);
      await user.click(field);
      await user.paste('\u2068 2\u200B001\u00A0\u2069\uFEFF');
      await user.click(confirm);
      await screen.findByText('Fuse accepted the cancellation.');
      expect(sent).toHaveLength(1);
    },
  );

  it.each(['staging', 'Test', ' QA '])(
    'wants nothing typed for “%s”, with QA in the configuration',
    async (environment) => {
      consoleAnswers({}, environment);
      const session = { ...operator, nonProductionEnvironments: ['qa'] };
      server.use(http.get(paths.session, () => HttpResponse.json(session)));
      const { dialog, confirm } = await openDialog();
      expect(within(dialog).queryByLabelText('Deployment ID')).not.toBeInTheDocument();
      expect(confirm).not.toHaveAttribute('aria-disabled');
      expect(dialog).not.toHaveTextContent('To confirm');
    },
  );

  it('gives way to a timer while it waits, keeps what was typed, and the focus stays in it', async () => {
    consoleAnswers({}, 'production');
    let answer = () => {};
    server.use(
      onCancel(
        [],
        () => new Promise((resolve) => (answer = () => resolve(answerProblem(makeProblem('not_saved'))))),
      ),
    );
    const { user, dialog } = await openDialog();
    const field = within(dialog).getByLabelText('Deployment ID');
    expect(field).toHaveFocus();
    await user.keyboard('2001{Enter}');
    const waiting = await within(dialog).findByText('Waiting for Fuse…');
    expect(field.closest('[inert]')).toBeInTheDocument();
    expect(document.activeElement).toContainElement(waiting);
    expect(dialog).toHaveAccessibleName('Cancel all pending calls of Production · Spring reminder');
    answer();
    await within(dialog).findByText('Nothing was sent.');
    expect(waiting).not.toBeInTheDocument();
    expect(field.closest('[inert]')).toBeNull();
    expect(field).toHaveFocus();
    expect(field).toHaveValue('2001');
  });

  it('warns right above the buttons where the calls were cancelled in the last five minutes', async () => {
    last = makeCancellation({ person: 'Grace', settledAt: new Date().toISOString() });
    consoleAnswers({});
    const { dialog } = await openDialog();
    const notice = await within(dialog).findByRole('alert');
    expect(notice).toHaveTextContent(/^Fuse accepted a cancellation of these calls .*, by Grace\./);
    const facts = within(dialog).getByLabelText(/^Reason/);
    const keep = within(dialog).getByRole('button', { name: 'Keep calls' });
    expect(facts.compareDocumentPosition(notice)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(notice.compareDocumentPosition(keep)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it('refuses a reason that is too long, and counts near the limit', async () => {
    const sent = consoleAnswers({});
    const { user, dialog, confirm } = await openDialog();
    await user.click(within(dialog).getByLabelText(/Reason/));
    await user.paste('x'.repeat(501));
    expect(dialog).toHaveTextContent('501 of 500 characters');
    expect(dialog).toHaveTextContent('The reason must be at most 500 characters.');
    await user.click(confirm);
    expect(sent).toHaveLength(0);
  });

  it('cannot be dismissed while sending; after 3 s one may wait in the background, and the toast still comes', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    consoleAnswers({});
    let answer = () => {};
    server.use(
      onCancel(
        [],
        (id) =>
          new Promise((resolve) => {
            answer = () => resolve(HttpResponse.json(makeCancellation({ id }), { status: 201 }));
          }),
      ),
    );
    const { user, dialog, confirm } = await openDialog();
    await user.click(confirm);
    expect(dialog).toHaveTextContent(/Waiting for Fuse… 0 s/);
    await user.keyboard('{Escape}');
    await user.click(within(dialog).getByRole('button', { name: 'Keep calls' }));
    expect(dialog).toBeInTheDocument();
    await act(() => vi.advanceTimersByTimeAsync(3500));
    expect(dialog).toHaveTextContent(/Waiting for Fuse… 3 s/);
    await user.click(within(dialog).getByRole('button', { name: 'Wait in the background' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(await screen.findByText('Waiting for Fuse')).toBeInTheDocument();
    // Whoever asks again meanwhile is told.
    await user.click(screen.getByRole('button', { name: /^Cancel calls… of Spring reminder/ }));
    const again = within(await screen.findByRole('alertdialog'));
    const notice = again.getByText(/^You have cancelled these calls already/);
    answer();
    await waitFor(() => expect(notice).not.toBeInTheDocument());
    await user.click(again.getByRole('button', { name: 'Keep calls' }));
    expect(await screen.findByText('Fuse accepted the cancellation.')).toBeInTheDocument();
    expect(screen.queryByText('Waiting for Fuse')).not.toBeInTheDocument();
    // Nor is it said once more where the answer is known; where it was lost, it is.
    server.use(
      onCancel([], () => HttpResponse.error()),
      http.get(paths.cancellation(':id'), () => HttpResponse.error()),
    );
    await user.click(screen.getByRole('button', { name: /^Cancel calls… of Spring reminder/ }));
    const later = within(await screen.findByRole('alertdialog'));
    expect(later.queryByText(/^You have cancelled these calls already/)).not.toBeInTheDocument();
    await user.click(later.getByRole('button', { name: 'Cancel all pending calls' }));
    await later.findByText(/do not know yet|no record/);
    await user.click(later.getByRole('button', { name: /Close|Keep calls/ }));
    await user.click(screen.getByRole('button', { name: /^Cancel calls… of Spring reminder/ }));
    const last = within(await screen.findByRole('alertdialog'));
    expect(last.getByText(/^You have cancelled these calls already/)).toBeInTheDocument();
  });
});

describe('when the console refuses', () => {
  it.each([
    ['in_progress', { person: 'Grace' }, /Grace is cancelling this deployment right now/],
    ['not_saved', {}, /no longer in the saved list/],
    ['journal_unavailable', {}, /journal cannot be written/],
    ['role_required', {}, /It went wrong: role_required/],
    ['sign_in_required', {}, /no longer signed in/],
    ['id_reused', {}, /Close it and open a new one/],
  ] satisfies [ProblemCode, object, RegExp][])(
    '%s: says that nothing was sent, and keeps what was typed',
    async (code, parts, words) => {
      const sent: Sent[] = [];
      server.use(onCancel(sent, () => answerProblem(makeProblem(code, parts))));
      const { user, dialog, confirm } = await openDialog();
      await user.type(within(dialog).getByLabelText(/Reason/), 'wrong list');
      await user.click(confirm);
      const alert = await within(dialog).findByRole('alert');
      expect(alert).toHaveTextContent('Nothing was sent.');
      expect(alert).toHaveTextContent(words);
      expect(within(dialog).getByLabelText(/Reason/)).toHaveValue('wrong list');
      await user.click(confirm);
      await waitFor(() => expect(sent).toHaveLength(2));
      expect(sent[1]).toEqual(sent[0]);
      // Not before the second answer, which could lead to the sign-in page in the midst of the next test.
      await waitFor(() => expect(confirm).toHaveAttribute('aria-busy', 'false'));
      expect(within(dialog).getByRole('alert')).toBeInTheDocument();
    },
  );
});

describe('when the console’s answer never arrives', () => {
  const lost: [string, (id: string) => Response][] = [
    ['the connection breaks', () => HttpResponse.error()],
    ['a gateway answers', () => new HttpResponse('<html>', { status: 502 })],
    [
      'the answer has no outcome',
      (id) =>
        HttpResponse.json(
          makeCancellation({ id, outcome: null, status: null, answeredAt: null, settledAt: null }),
        ),
    ],
    ['the console fails inside', () => answerProblem(makeProblem('internal'))],
  ];

  it.each(lost)(
    '%s: it looks for the record and tells the outcome, without sending again',
    async (_, failure) => {
      const sent: Sent[] = [];
      let open = true;
      server.use(
        onCancel(sent, failure),
        withRecord((id) =>
          makeCancellation(
            open ? { id, outcome: null, status: null, answeredAt: null, settledAt: null } : { id },
          ),
        ),
      );
      const { user, dialog, confirm } = await openDialog();
      await user.click(confirm);
      await within(dialog).findByText(/has it on record, and waits for Fuse/);
      expect(confirm).toHaveAttribute('aria-disabled', 'true');
      open = false;
      expect(await screen.findByText('Fuse accepted the cancellation.')).toBeInTheDocument();
      await waitFor(() => expect(dialog).not.toBeInTheDocument());
      expect(sent).toHaveLength(1);
    },
  );

  it('no record: nothing was sent, and the same UUID may be sent again', async () => {
    const sent: Sent[] = [];
    server.use(
      onCancel(sent, () => HttpResponse.error()),
      withRecord(() => makeProblem('not_found')),
    );
    const { user, dialog, confirm } = await openDialog();
    await user.click(confirm);
    await within(dialog).findByText('The console has no record of it: nothing was sent.');
    expect(sent).toHaveLength(1);
    server.use(onCancel(sent, (id) => HttpResponse.json(makeCancellation({ id }), { status: 201 })));
    await user.click(confirm);
    await screen.findByText('Fuse accepted the cancellation.');
    expect(sent).toHaveLength(2);
    expect(sent[1]!.id).toBe(sent[0]!.id);
  });

  it('a record that comes later is still found, and nothing is said of it before', async () => {
    const answers = [makeProblem('in_progress'), makeProblem('not_found')];
    server.use(
      onCancel([], () => HttpResponse.error()),
      withRecord((id) => answers.shift() ?? makeCancellation({ id })),
    );
    const { user, dialog, confirm } = await openDialog();
    await user.click(confirm);
    await within(dialog).findByText('Looking for the record of this cancellation…');
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
    await within(dialog).findByText('The console has no record of it: nothing was sent.');
    await screen.findByText('Fuse accepted the cancellation.');
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
  });

  it('unreachable: it does not know, and says so even after the dialog is closed', async () => {
    server.use(
      onCancel([], () => HttpResponse.error()),
      http.get(paths.cancellation(':id'), () => HttpResponse.error()),
    );
    const { user, dialog, confirm } = await openDialog();
    await user.click(confirm);
    await within(dialog).findByText('The console cannot be reached. We do not know yet what happened.');
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    expect(await screen.findByText('Not known yet')).toBeInTheDocument();
  });
});

describe('when the outcome is not known', () => {
  const lost = (lookUp: () => Response) => {
    const sent: Sent[] = [];
    server.use(
      onCancel(sent, () => HttpResponse.error()),
      http.get(paths.cancellation(':id'), lookUp),
    );
    return sent;
  };

  it.each<[string, () => Response, string]>([
    [
      'no answer',
      () => HttpResponse.error(),
      'The console cannot be reached. We do not know yet what happened.',
    ],
    [
      'a 401',
      () => answerProblem(makeProblem('sign_in_required')),
      'You are no longer signed in. We do not know yet what happened.',
    ],
    [
      'a 403',
      () => answerProblem(makeProblem('host_refused')),
      'The console refused the request. We do not know yet what happened.',
    ],
    [
      'a 500',
      () => answerProblem(makeProblem('internal')),
      'The console answered with an error. We do not know yet what happened.',
    ],
    [
      'a gateway’s 502',
      () => new HttpResponse('<html>', { status: 502 }),
      'The console answered with an error. We do not know yet what happened.',
    ],
  ])('and the look-up brings %s, the dialog stays and says so', async (_, lookUp, words) => {
    const sent = lost(lookUp);
    const { user, dialog, confirm } = await openDialog();
    await user.click(confirm);
    expect(await within(dialog).findByText(words)).toBeInTheDocument();
    expect(location.pathname).toBe('/');
    expect(dialog).toBeInTheDocument();
    expect(sent).toHaveLength(1);
  });

  it('the browser’s own way back tells it too', async () => {
    lost(() => HttpResponse.error());
    const { user, dialog, confirm } = await openDialog();
    await user.click(confirm);
    await within(dialog).findByText(/do not know yet/);
    act(() => history.pushState(null, '', '/activity'));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(await screen.findByText('Not known yet')).toBeInTheDocument();
  });

  it('an open record says that it was sent only where it was', async () => {
    let sentAt: string | null = null;
    server.use(
      onCancel([], () => HttpResponse.error()),
      withRecord((id) =>
        makeCancellation({ id, outcome: null, status: null, sentAt, answeredAt: null, settledAt: null }),
      ),
    );
    const { user, dialog, confirm } = await openDialog();
    await user.click(confirm);
    await within(dialog).findByText(/It is sent at most once\./);
    expect(dialog).not.toHaveTextContent('It was sent');
    sentAt = '2026-11-23T10:00:00.100Z';
    expect(await within(dialog).findByText(/It was sent once/)).toBeInTheDocument();
  });
});

it('a session that ends under an open dialog loses nothing typed', async () => {
  const { user, client, dialog } = await openDialog();
  await user.type(within(dialog).getByLabelText(/Reason/), 'wrong list');
  const over = () => answerProblem(makeProblem('sign_in_required'));
  server.use(http.get(paths.session, over), http.get(paths.applications, over));
  await act(() => client.invalidateQueries());
  expect(within(dialog).getByLabelText(/Reason/)).toHaveValue('wrong list');
  expect(location.pathname).toBe('/');
  await user.keyboard('{Escape}');
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeInTheDocument();
});

it('the dialog says what somebody else has cancelled since it opened', async () => {
  consoleAnswers({});
  const { dialog, client } = await openDialog();
  expect(dialog).toHaveTextContent('Never from this console');
  act(() => putRecords(client, [makeCancellation({ person: 'Grace' })]));
  await waitFor(() => expect(dialog).toHaveTextContent('by Grace: Accepted'));
});

describe('what is changed while the dialog is open', () => {
  const changed = (parts: Partial<Deployment>) => ({
    items: [makeApplication({ deployments: [makeDeployment(parts)] })],
  });

  it('is said, sent as it is shown, and wants the ID where it is production by now', async () => {
    const sent = consoleAnswers({});
    const { dialog, client, user, confirm } = await openDialog();
    expect(within(dialog).queryByLabelText('Deployment ID')).not.toBeInTheDocument();
    const parts = { name: 'Main line', environment: 'production', note: 'Ask Jo.' };
    act(() => void client.setQueryData(keys.applications, changed(parts)));
    const notice = await within(dialog).findByRole('alert');
    expect(notice).toHaveTextContent('Changed in the saved list since this dialog opened.');
    expect(notice).toHaveTextContent('It was “Spring reminder”, Staging, of “Reminders”.');
    expect(dialog).toHaveAccessibleName('Cancel all pending calls of Production · Main line');
    expect(dialog).toHaveTextContent('NoteAsk Jo.');
    await user.click(confirm);
    const id = within(dialog).getByLabelText('Deployment ID');
    expect(id).toBeInvalid();
    expect(dialog).toHaveTextContent('Type 2001 first.');
    await user.type(id, '2002{Enter}');
    expect(dialog).toHaveTextContent('“2002” is not 2001.');
    await user.type(id, '{Backspace}1');
    expect(id).not.toBeInvalid();
    expect(sent).toHaveLength(0);
    await user.type(id, '{Enter}');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]!.body).toMatchObject({ deploymentName: 'Main line', environment: 'production' });
  });

  it('takes back that somebody is cancelling right now once that is over', async () => {
    consoleAnswers({});
    const other = makeCancellation({ person: 'Grace' });
    const inProgress = { person: 'Grace', cancellationId: other.id };
    server.use(
      http.put(paths.cancellation(':id'), () => answerProblem(makeProblem('in_progress', inProgress))),
    );
    const { dialog, client, user, confirm } = await openDialog();
    await user.click(confirm);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('Grace is cancelling this deployment');
    act(() => putRecords(client, [other]));
    await waitFor(() => expect(dialog).not.toHaveTextContent('right now'));
    expect(dialog).toHaveTextContent('that is over: Accepted, 202 Accepted.');
  });
});

describe('the row', () => {
  it('says who is cancelling, and offers no second cancellation meanwhile', async () => {
    const open = makeCancellation({
      person: 'Grace',
      outcome: null,
      status: null,
      answeredAt: null,
      settledAt: null,
    });
    server.use(withList(makeApplication({ deployments: [makeDeployment({ lastCancellation: open })] })));
    const { user } = renderApp();
    expect(await screen.findByText('Cancelling… by Grace')).toBeInTheDocument();
    const button = screen.getByRole('button', { name: /^Cancelling…/ });
    await user.click(button);
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
    server.use(
      withList(
        makeApplication({
          deployments: [makeDeployment({ lastCancellation: { ...open, outcome: 'accepted', status: 202 } })],
        }),
      ),
    );
    expect(await screen.findByText('202 Accepted')).toBeInTheDocument();
  });

  it('shows the button only to operators', async () => {
    server.use(
      http.get(paths.session, async () => {
        await delay(1);
        return HttpResponse.json({
          person: 'Sam',
          role: 'support',
          grants: [{ may: ['confirm'] }],
          upstream: { kind: 'sandbox', host: 'x', account: null },
          canSignOut: false,
          nonProductionEnvironments: [],
          rules: null,
          identity: 'identity-of-sam',
        });
      }),
    );
    renderApp();
    await screen.findByText('Sandbox: no real calls');
    await screen.findByText('Spring reminder');
    expect(screen.queryByRole('button', { name: /Cancel all|Edit|Remove|Add/ })).not.toBeInTheDocument();
  });
});
