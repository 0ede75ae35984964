import { act, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths, type Deployment } from '@/contract';
import { makeApplication, makeCancellation, makeDeployment, makeProblem } from '@/testing/factories';
import { keys } from '@/common/query-keys';
import { putRecords } from '@/common/record-cache';
import { answerProblem, server } from '@/testing/handlers';
import { consoleAnswers, openCancelDialog } from '@/testing/cancelling';

it('the dialog says what somebody else has cancelled since it opened', async () => {
  consoleAnswers({});
  const { dialog, client } = await openCancelDialog();
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
