import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { makeApplication, makeCancellation, makeDeployment } from '@/testing/factories';
import { server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { batches, openBatchDialog, three } from '@/testing/batches';

describe('the batch dialog', () => {
  it('names every target, production first, and what cannot be undone', async () => {
    batches();
    const { dialog } = await openBatchDialog();
    const targets = dialog.getAllByRole('listitem').map((one) => one.textContent);
    expect(targets).toEqual([
      'Exit pollID 2003 · Reminders 101Production',
      'SpringID 2001 · Reminders 101Staging',
      'RecallID 2002 · Reminders 101Staging',
    ]);
    const text = screen.getByRole('alertdialog').textContent;
    for (const words of [
      /1 of 3 counts as production/,
      /You cannot undo this/,
      /Calls already ringing continue/,
      /does not say how many/,
      /New calls can still be added/,
    ])
      expect(text).toMatch(words);
    expect(dialog.getByLabelText('Number of deployments')).toHaveFocus();
    expect(dialog.getByLabelText('Number of deployments')).toHaveAccessibleDescription(
      '1 of 3 counts as production. To confirm, type the number of deployments: 3',
    );
  });

  it('says beside each target what is noted of it, and which outcome is not known', async () => {
    batches();
    const lastCancellation = makeCancellation({ deploymentId: '2002', outcome: 'unknown', status: null });
    const accepted = makeCancellation({ requestedAt: new Date(Date.now() - 65_000).toISOString() });
    const noted = makeDeployment({ name: 'Spring', note: 'Only after six.', lastCancellation: accepted });
    const unsure = makeDeployment({ deploymentId: '2002', name: 'Recall', lastCancellation });
    const open = makeCancellation({ deploymentId: '2003', person: 'Bob', outcome: null, status: null });
    const poll = { ...three.deployments[2]!, lastCancellation: open };
    server.use(withList(makeApplication({ deployments: [noted, unsure, poll] })));
    const { dialog } = await openBatchDialog();
    expect(dialog.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      'Exit pollID 2003 · Reminders 101Bob is cancelling it now. If that is not over at its turn, it is not tried.Production',
      expect.stringMatching(
        /^SpringID 2001 · Reminders 101Last cancelled 1 min ago.* by Ada: Accepted, 202 AcceptedNote Only after six.Staging$/,
      ),
      'RecallID 2002 · Reminders 101We do not know if the last cancellation took effect. Check in Fuse first.Staging',
    ]);
  });

  it.each(['', '2', '33', 'three'])('sends nothing while “%s” is typed', async (typed) => {
    const sent = batches();
    const { user, confirm, number } = await openBatchDialog();
    if (typed !== '') await user.type(number, typed);
    await user.type(number, '{Enter}');
    await user.click(confirm);
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
    expect(sent).toEqual([]);
  });

  it('takes what was selected, which is kept until then', async () => {
    batches();
    const { user, number, dialog } = await openBatchDialog();
    await user.click(dialog.getByRole('button', { name: 'Keep calls' }));
    await user.click(screen.getByRole('link', { name: 'Activity' }));
    await screen.findByText('Nothing has been cancelled yet');
    await user.click(screen.getByRole('link', { name: 'Deployments' }));
    const bar = within(await screen.findByRole('region', { name: 'Selection' }));
    expect(bar.getByRole('status')).toHaveTextContent('3 deployments selected');
    expect(number).not.toBeInTheDocument();
    await user.click(bar.getByRole('button', { name: 'Cancel all pending calls…' }));
    const again = within(await screen.findByRole('alertdialog'));
    await user.type(again.getByLabelText('Number of deployments'), '3{Enter}');
    await screen.findByRole('heading', { name: 'Batch of 3 deployments' });
    await user.click(screen.getByRole('link', { name: 'Deployments' }));
    expect(await screen.findByRole('checkbox', { name: 'Select all 3' })).not.toBeChecked();
    expect(screen.queryByRole('region', { name: 'Selection' })).not.toBeInTheDocument();
  });

  it('wants the ID of a single one in production, as its own dialog does', async () => {
    const sent = batches();
    const { user } = renderApp();
    await user.click(await screen.findByRole('checkbox', { name: /Exit poll/ }));
    await user.click(await screen.findByRole('button', { name: 'Cancel all pending calls…' }));
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.queryByLabelText('Number of deployments')).not.toBeInTheDocument();
    const id = dialog.getByLabelText('Deployment ID');
    await user.type(id, '1{Enter}');
    expect(sent).toHaveLength(0);
    await user.clear(id);
    await user.type(id, '2003{Enter}');
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  it('says the limit of 500 and sends nothing', async () => {
    const sent = batches();
    const many = Array.from({ length: 501 }, (_, index) => makeDeployment({ deploymentId: String(index) }));
    server.use(withList(makeApplication({ deployments: many })));
    // Nothing has a height of its own here, and looking for roles in so many rows takes long.
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(60);
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 800, 60));
    const { user } = renderApp();
    await user.click(await screen.findByText(/^Select all/));
    await user.click(await screen.findByText('Cancel all pending calls…'));
    expect(await screen.findByText('A batch has at most 500 deployments.')).toBeInTheDocument();
    // Thousands of targets that cannot be cancelled together would only hold up the page.
    expect(screen.getByRole('alertdialog').querySelectorAll('li')).toHaveLength(0);
    expect(screen.queryByLabelText('Number of deployments')).not.toBeInTheDocument();
    await user.click(screen.getByText('Cancel all pending calls of 501 deployments', { selector: 'button' }));
    expect(sent).toEqual([]);
  });
});
