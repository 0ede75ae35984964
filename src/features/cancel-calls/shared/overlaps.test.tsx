import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { batchRequest, paths, type Batch, type BatchRequest, type Cancellation } from '@/contract';
import { makeApplication, makeBatch, makeCancellation, makeDeployment } from '@/testing/factories';
import { openStream } from '@/testing/event-source';
import { answerProblem, onCancel, server, withList, type Sent } from '@/testing/handlers';
import { makeProblem } from '@/testing/factories';
import { renderApp } from '@/testing/render';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

function accepted(minutes: number, parts: Partial<Cancellation> = {}) {
  return makeCancellation({ requestedAt: minutesAgo(minutes), settledAt: minutesAgo(minutes), ...parts });
}

describe('the dialog of one deployment', () => {
  async function openDialog(lastCancellation: Cancellation | null) {
    const sent: Sent[] = [];
    server.use(
      withList(makeApplication({ deployments: [makeDeployment({ lastCancellation })] })),
      onCancel(sent, (id) => HttpResponse.json(makeCancellation({ id }), { status: 201 })),
    );
    const page = renderApp();
    await page.user.click(await screen.findByRole('button', { name: /^Cancel calls… of Spring/ }));
    const dialog = within(await screen.findByRole('alertdialog'));
    return {
      ...page,
      sent,
      dialog,
      confirm: dialog.getByRole('button', { name: 'Cancel all pending calls' }),
    };
  }

  it('says when and by whom the calls were just cancelled, and sends that one knows', async () => {
    const last = accepted(2, { person: 'Bob' });
    const { user, sent, dialog, confirm } = await openDialog(last);
    expect(dialog.getByRole('alert')).toHaveTextContent(
      /^Fuse accepted a cancellation of these calls 2 min ago, .* \S+, by Bob\./,
    );
    await user.click(confirm);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body.despite).toEqual([last.id]);
  });

  it('warns of an unknown outcome that nobody has checked', async () => {
    const last = accepted(1, { outcome: 'unknown', status: 502 });
    const { dialog } = await openDialog(last);
    const alert = dialog.getByRole('alert');
    expect(alert).toHaveTextContent(
      'We do not know if the last cancellation took effect. Check in Fuse first.',
    );
    expect(within(alert).getByRole('link', { name: 'View record' })).toHaveAttribute(
      'href',
      `/cancellations/${last.id}`,
    );
  });

  it('does not warn of an unknown outcome that was checked', async () => {
    const confirmation = { person: 'Bob', at: minutesAgo(0), note: 'None was queued' };
    const { dialog } = await openDialog(accepted(1, { outcome: 'unknown', status: 502, confirmation }));
    expect(dialog.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('says nothing of what was accepted longer ago, or refused', async () => {
    const { user, sent, dialog, confirm } = await openDialog(accepted(6));
    expect(dialog.queryByRole('alert')).not.toBeInTheDocument();
    await user.click(confirm);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body.despite).toBeUndefined();
  });

  it('shows what the console names, and the next press says that one knows', async () => {
    const { user, dialog, confirm } = await openDialog(null);
    const batch = { kind: 'waiting', id: '00000000-0000-4000-8000-0000000000b1', person: 'Bob' } as const;
    const sent: Sent[] = [];
    const overlaps = [{ applicationId: '101', deploymentId: '2001', at: minutesAgo(1), ...batch }];
    server.use(
      onCancel(sent, (id) =>
        sent.length === 1
          ? answerProblem(makeProblem('overlap', { overlaps }))
          : HttpResponse.json(makeCancellation({ id }), { status: 201 }),
      ),
    );
    await user.click(confirm);
    expect(await dialog.findByText('Nothing was sent.')).toBeInTheDocument();
    expect(dialog.getByText(/A running batch of/).parentElement).toHaveTextContent(
      'A running batch of Bob will cancel these calls too.',
    );
    await user.click(confirm);
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]?.body.despite).toEqual([batch.id]);
    expect(sent[1]?.id).toBe(sent[0]?.id);
  });

  it('says at once that somebody else is at it, and cannot be pressed until that is over', async () => {
    const { user, sent, dialog, confirm } = await openDialog(null);
    const stream = await openStream();
    const id = '00000000-0000-4000-8000-0000000000c1';
    const open = makeCancellation({ id, person: 'Bob', outcome: null, status: null, settledAt: null });
    stream.send('cancellation', open);
    const notice = await dialog.findByRole('alert');
    expect(notice).toHaveTextContent(/^Bob is cancelling these calls right now\./);
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
    await user.click(confirm);
    expect(sent).toEqual([]);
    stream.send('cancellation', accepted(0, { id, person: 'Bob' }));
    expect(await dialog.findByText(/Fuse accepted a cancellation/)).toBeInTheDocument();
    expect(confirm).not.toHaveAttribute('aria-disabled');
    await user.click(confirm);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body.despite).toEqual([id]);
  });
});

describe('the dialog of a batch', () => {
  const running = (parts: Partial<Batch> = {}) =>
    makeBatch(['accepted', 'waiting', 'waiting'], {
      id: '00000000-0000-4000-8000-0000000000b7',
      person: 'Bob',
      ...parts,
    });

  async function openDialog(lasts: (Cancellation | null)[], batch: Batch | null) {
    const sent: { id: string; body: BatchRequest }[] = [];
    server.use(
      withList(
        makeApplication({
          deployments: lasts.map((lastCancellation, at) =>
            makeDeployment({ deploymentId: String(2001 + at), name: `Line ${at + 1}`, lastCancellation }),
          ),
        }),
      ),
      http.get(paths.batches, () => {
        if (batch === null) return HttpResponse.json({ items: [], nextCursor: null });
        const { targets: _, ...summary } = batch;
        return HttpResponse.json({ items: [summary], nextCursor: null });
      }),
      http.get(paths.batch(':id'), ({ params }) =>
        HttpResponse.json(
          params['id'] === batch?.id ? batch : makeBatch(['accepted'], { id: String(params['id']) }),
        ),
      ),
      http.put(paths.batch(':id'), async ({ params, request }) => {
        const id = String(params['id']);
        sent.push({ id, body: batchRequest.parse(await request.json()) });
        return HttpResponse.json(makeBatch(['accepted'], { id }), { status: 202 });
      }),
    );
    const page = renderApp();
    const all = `Select all ${lasts.length}`;
    await page.user.click(await screen.findByRole('checkbox', { name: all }));
    await page.user.click(await screen.findByRole('button', { name: 'Cancel all pending calls…' }));
    return { ...page, sent, dialog: within(await screen.findByRole('alertdialog')) };
  }

  it('leaves out what a running batch has in hand, and includes it when told to', async () => {
    const { user, sent, dialog } = await openDialog([null, null, null, null], running());
    const notice = await dialog.findByRole('alert');
    expect(notice).toHaveTextContent(
      /^2 of these are in a running batch of Bob\. They are left out\.Line 2, Staging, ID 2002, .*Line 3, /,
    );
    expect(dialog.getByRole('button', { name: 'Cancel all pending calls of 2 deployments' })).toBeVisible();
    await user.click(within(notice).getByRole('button', { name: 'Include these 2' }));
    expect(dialog.getByRole('alert')).toHaveTextContent(
      '2 of these are in a running batch of Bob. They will be cancelled again.',
    );
    await user.type(dialog.getByLabelText('Number of deployments'), '4{Enter}');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body.targets).toHaveLength(4);
    expect(sent[0]?.body.despite).toEqual([running().id]);
  });

  it('leaves out nothing for a batch of another account, whose IDs are of other deployments', async () => {
    const { dialog } = await openDialog([null, null, null, null], { ...running(), account: 'o@example.com' });
    await waitFor(() => expect(dialog.queryByText(/in a running batch/)).not.toBeInTheDocument());
    expect(dialog.getByRole('button', { name: 'Cancel all pending calls of 4 deployments' })).toBeVisible();
  });

  it('leaves out what was just accepted, with time and person', async () => {
    const { user, sent, dialog } = await openDialog(
      [accepted(3, { person: 'Bob' }), null, accepted(9, { deploymentId: '2003' })],
      null,
    );
    expect(dialog.getByRole('alert')).toHaveTextContent(
      /Fuse accepted a cancellation of 1 of these within the last five minutes\. It is left out\.Line 1, Staging, ID 2001, Reminders 101: 3 min ago, .*, by Bob/,
    );
    await user.type(dialog.getByLabelText('Number of deployments'), '2{Enter}');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body.targets.map(({ deploymentId }) => deploymentId)).toEqual(['2002', '2003']);
    expect(sent[0]?.body.despite).toBeUndefined();
  });

  it('hears of another batch while it is open, and leaves out no more when that goes on', async () => {
    const { dialog } = await openDialog([null, null, null, null], null);
    const stream = await openStream();
    let batch = running();
    const summary = () => {
      const { targets: _, ...rest } = batch;
      return rest;
    };
    server.use(
      http.get(paths.batches, () => HttpResponse.json({ items: [summary()], nextCursor: null })),
      http.get(paths.batch(':id'), () => HttpResponse.json(batch)),
    );
    const tell = () => stream.send('batch', summary());
    tell();
    expect(await dialog.findByText(/2 of these are in a running batch/)).toBeInTheDocument();
    const two = { name: 'Cancel all pending calls of 2 deployments' };
    expect(dialog.getByRole('button', two)).toBeVisible();
    batch = makeBatch(['accepted', 'refused', 'refused'], { id: batch.id, person: 'Bob' });
    tell();
    await waitFor(() => expect(dialog.queryByText(/in a running batch/)).not.toBeInTheDocument());
    expect(dialog.getByRole('button', two)).toBeVisible();
    const notice = dialog.getByRole('alert');
    expect(notice).toHaveTextContent(
      '2 of these are no longer being cancelled by others. They are left out.',
    );
    act(() => within(notice).getByRole('button', { name: 'Include these 2' }).click());
    const four = { name: 'Cancel all pending calls of 4 deployments' };
    expect(await dialog.findByRole('button', four)).toBeVisible();
    expect(dialog.queryByRole('alert')).not.toBeInTheDocument();
  });
});
