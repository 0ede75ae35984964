import { act, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { paths } from '@/contract';
import { makeBatch, makeProblem } from '@/testing/factories';
import { putBatch } from '@/common/record-cache';
import { answerProblem, server } from '@/testing/handlers';
import { batches, named, openBatchDialog, started } from '@/testing/batches';

describe('a batch is started once', () => {
  it('sends the list once, whatever is clicked twice, and shows the batch', async () => {
    const sent = batches();
    const { user, confirm, number, dialog } = await openBatchDialog();
    await user.type(dialog.getByLabelText(/Reason/), 'Wrong list');
    await user.click(number);
    await user.paste('\u200B3\u00A0\uFEFF');
    act(() => {
      confirm.click();
      confirm.click();
    });
    await screen.findByRole('heading', { name: 'Batch of 3 deployments' });
    expect(sent).toHaveLength(1);
    expect(sent[0]!.body).toEqual({
      reason: 'Wrong list',
      targets: [
        {
          ...named,
          deploymentId: '2003',
          confirmedDeploymentId: '2003',
          deploymentName: 'Exit poll',
          environment: 'Production',
        },
        { ...named, deploymentId: '2001', confirmedDeploymentId: '2001', deploymentName: 'Spring' },
        { ...named, deploymentId: '2002', confirmedDeploymentId: '2002', deploymentName: 'Recall' },
      ],
    });
    expect(location.pathname).toBe(`/batches/${sent[0]!.id}`);
    expect(screen.getByRole('link', { name: 'Its records in Activity' })).toHaveAttribute(
      'href',
      `/activity?batch=${sent[0]!.id}`,
    );
    // Its own page says it, and no toast repeats it.
    expect(await screen.findByText('The batch is over: 3 accepted.')).toHaveRole('status');
    expect(screen.queryByText('Fuse accepted all of them.')).not.toBeInTheDocument();
  });

  it('Enter-Enter sends one, and it cannot be dismissed while sending', async () => {
    let answer = () => {};
    const sent = batches((id) => new Promise((resolve) => (answer = () => resolve(started(id)))));
    const { user, number } = await openBatchDialog();
    await user.type(number, '3{Enter}{Enter}{Escape}');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(screen.getByRole('alertdialog')).toBeInTheDocument();
    expect(screen.getByText('Starting…')).toBeInTheDocument();
    act(() => answer());
    await screen.findByRole('heading', { name: 'Batch of 3 deployments' });
    expect(sent).toHaveLength(1);
  });

  it.each<[string, (id: string) => Response, RegExp]>([
    [
      'runs',
      (id) => HttpResponse.json(makeBatch(['current', 'waiting', 'waiting'], { id }), { status: 202 }),
      /The batch is running\./,
    ],
    ['is over', started, /Fuse accepted all of them\./],
    ['was refused', () => answerProblem(makeProblem('journal_unavailable')), /Nothing was sent\./],
    ['is lost', () => HttpResponse.error(), /did not answer. We do not know if the batch runs/],
  ])('closed before the answer, it says that it is not known, until it %s', async (_, reply, words) => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let answer = () => {};
    batches((id) => new Promise((resolve) => (answer = () => resolve(reply(id)))));
    let isOnRecord = false;
    server.use(
      http.get(paths.batch(':id'), ({ params }) =>
        isOnRecord ? reply(String(params['id'])) : answerProblem(makeProblem('not_found')),
      ),
    );
    const { user, number, dialog } = await openBatchDialog();
    await user.type(number, '3{Enter}');
    await act(() => vi.advanceTimersByTimeAsync(3500));
    await user.click(dialog.getByRole('button', { name: 'Close' }));
    await screen.findByText(/has not answered yet. We do not know if the batch runs/);
    isOnRecord = true;
    act(() => answer());
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(screen.queryByText(/has not answered yet/)).not.toBeInTheDocument();
  });

  it('closed before the answer, it says that the batch runs once the stream tells it', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let answer: Response | null = answerProblem(makeProblem('not_found'));
    const sent = batches(() => new Promise(() => {}));
    server.use(http.get(paths.batch(':id'), () => answer?.clone() ?? HttpResponse.error()));
    const { user, number, dialog, client } = await openBatchDialog();
    await user.type(number, '3{Enter}');
    await act(() => vi.advanceTimersByTimeAsync(3500));
    await user.click(dialog.getByRole('button', { name: 'Close' }));
    await screen.findByText(/has not answered yet. We do not know if the batch runs/);
    const running = makeBatch(['accepted', 'current', 'waiting'], { id: sent[0]!.id });
    answer = HttpResponse.json(running);
    act(() => putBatch(client, running));
    expect(await screen.findByText('The batch is running.')).toBeInTheDocument();
    expect(screen.queryByText(/do not know if the batch runs/)).not.toBeInTheDocument();
  });

  it('says that nothing was sent where that is certain, and keeps what was typed', async () => {
    batches(() => answerProblem(makeProblem('not_saved')));
    const { user, confirm, number, dialog } = await openBatchDialog();
    await user.type(number, '3');
    await user.click(confirm);
    expect(await dialog.findByText('Nothing was sent.')).toBeInTheDocument();
    expect(number).toHaveValue('3');
    expect(confirm).not.toHaveAttribute('aria-disabled');
  });

  it('looks for the batch after a lost answer, and finds it without sending again', async () => {
    const sent = batches(() => HttpResponse.error());
    const { user, confirm, number } = await openBatchDialog();
    await user.type(number, '3');
    await user.click(confirm);
    await screen.findByRole('heading', { name: 'Batch of 3 deployments' });
    expect(sent).toHaveLength(1);
  });

  it('may be repeated with the same ID once it is certain that there is no record', async () => {
    let lost = true;
    const sent = batches((id) => (lost ? HttpResponse.error() : started(id)));
    server.use(http.get(paths.batch(':id'), () => answerProblem(makeProblem('not_found')), { once: true }));
    const { user, confirm, number, dialog } = await openBatchDialog();
    await user.type(number, '3');
    await user.click(confirm);
    await dialog.findByText('The console has no record of it: nothing was sent.');
    lost = false;
    await user.click(confirm);
    await screen.findByRole('heading', { name: 'Batch of 3 deployments' });
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  });
});
