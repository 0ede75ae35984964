import { act, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { makeApplication, makeProblem } from '@/testing/factories';
import { answerProblem, server, withList } from '@/testing/handlers';
import { batches, named, openBatchDialog, started, three } from '@/testing/batches';

describe('what is removed from the saved list while the batch dialog is open', () => {
  it('keeps to its list when the saved list changes under it', async () => {
    const sent = batches();
    const { user, client, confirm, number } = await openBatchDialog();
    server.use(withList(makeApplication({ deployments: [three.deployments[0]!] })));
    await act(() => client.invalidateQueries());
    await user.type(number, '3');
    await user.click(confirm);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]!.body.targets).toHaveLength(3);
  });

  it('names what somebody has removed from the saved list meanwhile', async () => {
    const errors = [{ field: 'targets.1', message: 'is not in the saved list' }];
    batches(() => answerProblem(makeProblem('not_saved', { errors })));
    const { user, confirm, number, dialog } = await openBatchDialog();
    await user.type(number, '3');
    await user.click(confirm);
    const notice = await dialog.findByRole('alert');
    expect(notice).toHaveTextContent('Nothing was sent.');
    expect(notice).toHaveTextContent('Spring, Staging, ID 2001, Reminders 101');
    expect(notice).not.toHaveTextContent('targets.1');
  });

  it('leaves out what was removed only when told, with the number typed anew', async () => {
    const errors = [0, 2].map((at) => ({ field: `targets.${at}`, message: 'is not in the saved list' }));
    let removed = true;
    const sent = batches((id) =>
      removed ? answerProblem(makeProblem('not_saved', { errors })) : started(id),
    );
    const { user, confirm, number, dialog } = await openBatchDialog();
    await user.type(dialog.getByLabelText(/Reason/), 'Wrong list');
    await user.type(number, '3');
    await user.click(confirm);
    const notice = await dialog.findByRole('alert');
    expect(notice).toHaveTextContent('Exit poll, Production, ID 2003, Reminders 101');
    expect(notice).toHaveTextContent('Recall, Staging, ID 2002, Reminders 101');
    expect(sent).toHaveLength(1);
    removed = false;
    await user.click(dialog.getByRole('button', { name: 'Leave these 2 out' }));
    expect(dialog.queryByRole('alert')).not.toBeInTheDocument();
    expect(dialog.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      'SpringID 2001 · Reminders 101Staging',
    ]);
    expect(number).toHaveValue('');
    expect(number).toHaveFocus();
    await user.type(number, '3{Enter}');
    expect(sent).toHaveLength(1);
    await user.type(number, '{Backspace}1{Enter}');
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toEqual({
      id: sent[0]!.id,
      body: {
        reason: 'Wrong list',
        targets: [
          { ...named, deploymentId: '2001', confirmedDeploymentId: '2001', deploymentName: 'Spring' },
        ],
      },
    });
  });

  it('offers no rest where nothing is saved any more', async () => {
    const errors = [0, 1, 2].map((at) => ({ field: `targets.${at}`, message: 'is not in the saved list' }));
    batches(() => answerProblem(makeProblem('not_saved', { errors })));
    const { user, number, dialog } = await openBatchDialog();
    await user.type(number, '3{Enter}');
    expect(await dialog.findByRole('alert')).toHaveTextContent('All of these were removed');
    expect(dialog.queryByRole('button', { name: /^Leave/ })).not.toBeInTheDocument();
  });
});
