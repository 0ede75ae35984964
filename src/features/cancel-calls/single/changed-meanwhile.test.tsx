import { act, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths, type Change, type Deployment } from '@/contract';
import { makeApplication, makeCancellation, makeDeployment, makeProblem } from '@/testing/factories';
import { keys } from '@/common/query-keys';
import { putRecords } from '@/common/record-cache';
import { answerProblem, server, withList } from '@/testing/handlers';
import { consoleAnswers, openCancelDialog } from '@/testing/cancelling';

const plain = (element: Element) => (element.textContent ?? '').replaceAll(/[\u2068\u2069]/g, '');

it('the dialog says what somebody else has cancelled since it opened', async () => {
  consoleAnswers({});
  const { dialog, client } = await openCancelDialog();
  expect(dialog).toHaveTextContent('None on record');
  act(() => putRecords(client, [makeCancellation({ person: 'Grace' })]));
  await waitFor(() => expect(dialog).toHaveTextContent('by Grace: Accepted'));
});

describe('what is changed while the dialog is open', () => {
  const changed = (parts: Partial<Deployment>) => ({
    items: [makeApplication({ deployments: [makeDeployment(parts)] })],
  });

  it('is said, sent as it is shown, and wants the ID where it is production by now', async () => {
    const sent = consoleAnswers({});
    const { dialog, client, user, confirm } = await openCancelDialog();
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

  it('keeps what was known last of a deployment that is removed, says by whom, and sends nothing', async () => {
    const sent = consoleAnswers({});
    const removal: Change = {
      seq: 1,
      at: new Date().toISOString(),
      person: 'Grace',
      account: null,
      kind: 'deployment_removed',
      applicationId: '101',
      deploymentId: '2001',
      before: {},
      after: null,
      detail: null,
      partOf: null,
    };
    const asked: string[] = [];
    server.use(
      http.get(paths.changes, ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json({ items: [removal], nextCursor: null });
      }),
    );
    const { dialog, client, user, confirm } = await openCancelDialog();
    const protection = { reason: 'Audit', person: 'Grace', at: new Date().toISOString() };
    const parts = { name: 'Main line', environment: 'production', protection };
    act(() => void client.setQueryData(keys.applications, changed(parts)));
    act(() => void client.setQueryData(keys.applications, { items: [] }));
    await waitFor(() =>
      expect(plain(dialog)).toContain(
        'Removed from the saved list by Grace just now.Only what is saved can be cancelled.',
      ),
    );
    expect(asked).toEqual(['?applicationId=101&deploymentId=2001&kind=deployment_removed&limit=1']);
    expect(dialog).toHaveAccessibleName('Cancel all pending calls of Production · Main line');
    expect(plain(dialog)).toContain('Protected: Audit');
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
    await user.click(confirm);
    expect(sent).toEqual([]);
    // An undo brings it back.
    act(() => void client.setQueryData(keys.applications, changed({ name: 'Main line' })));
    expect(plain(dialog)).not.toContain('Removed');
    expect(confirm).not.toHaveAttribute('aria-disabled');
  });

  it('is removed without a name where that is not known, and looked up after a refusal', async () => {
    consoleAnswers({});
    server.use(
      http.put(paths.cancellation(':id'), () => answerProblem(makeProblem('not_saved'))),
      http.get(paths.changes, () => HttpResponse.json({ items: [], nextCursor: null })),
    );
    const { dialog, user, confirm } = await openCancelDialog();
    server.use(withList());
    await user.click(confirm);
    await waitFor(() => expect(dialog).toHaveTextContent('Removed from the saved list.'));
    expect(dialog).not.toHaveTextContent('no longer in the saved list');
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
  });

  it('takes back that somebody is cancelling right now once that is over', async () => {
    consoleAnswers({});
    const other = makeCancellation({ person: 'Grace' });
    const inProgress = { person: 'Grace', cancellationId: other.id };
    server.use(
      http.put(paths.cancellation(':id'), () => answerProblem(makeProblem('in_progress', inProgress))),
    );
    const { dialog, client, user, confirm } = await openCancelDialog();
    await user.click(confirm);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('Grace is cancelling this deployment');
    act(() => putRecords(client, [other]));
    await waitFor(() => expect(dialog).not.toHaveTextContent('right now'));
    expect(dialog).toHaveTextContent('that is over: Accepted, 202 Accepted.');
  });
});
