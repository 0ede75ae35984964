import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths } from '@/contract';
import { openStream } from '@/testing/event-source';
import { makeApplication, makeCancellation, makeDeployment } from '@/testing/factories';
import { server, withJournal, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { rowMenu } from '@/testing/row-menu';

const names = () =>
  screen
    .getAllByRole('checkbox', { name: /^Select (?!all)/ })
    .map((box) => /^Select ([^,]+),/.exec(box.getAttribute('aria-label') ?? '')?.[1]);

const listOf = (...ids: string[]) =>
  withList(
    makeApplication({
      deployments: ids.map((id) => makeDeployment({ deploymentId: id, name: `Line ${id}` })),
    }),
  );

describe('a list holds its order', () => {
  it('while the pointer is in it, and tells how many changes it holds back', async () => {
    server.use(listOf('11', '12', '13'));
    const { user } = renderApp('/?sort=cancelled');
    const stream = await openStream();
    await user.hover(await rowMenu('Line 13'));
    server.use(listOf('10', '12', '13'));
    stream.send('applications', {}, '1');
    const last = makeCancellation({ deploymentId: '13', deploymentName: 'Line 13' });
    stream.send('cancellation', last, '2');
    expect(await screen.findByText('202 Accepted')).toBeInTheDocument();
    await user.hover(await screen.findByRole('button', { name: '3 changes: show' }));
    expect(names()).toEqual(['Line 11', 'Line 12', 'Line 13']);
    await user.click(screen.getByRole('button', { name: '3 changes: show' }));
    expect(names()).toEqual(['Line 13', 'Line 10', 'Line 12']);
    expect(screen.queryByRole('button', { name: /changes?: show/ })).not.toBeInTheDocument();
  });

  it('while it has the focus, and no longer', async () => {
    server.use(listOf('11', '12'));
    renderApp();
    const stream = await openStream();
    const button = await rowMenu('Line 12');
    act(() => button.focus());
    // The list looks once the focus has arrived.
    await act(() => new Promise((resolve) => setTimeout(resolve)));
    server.use(listOf('10', '11', '12'));
    stream.send('applications', {}, '1');
    await screen.findByRole('button', { name: '1 change: show' });
    expect(names()).toEqual(['Line 11', 'Line 12']);
    act(() => screen.getByRole('searchbox').focus());
    await waitFor(() => expect(names()).toEqual(['Line 10', 'Line 11', 'Line 12']));
  });

  it('in Activity too, with each outcome as it is now', async () => {
    const waiting = makeCancellation({ outcome: null, status: null, answeredAt: null, settledAt: null });
    server.use(withJournal(() => ({ items: [waiting], nextCursor: null })));
    const { user } = renderApp('/activity');
    const stream = await openStream();
    await user.hover(await screen.findByRole('link', { name: 'Spring reminder' }));
    const newer = makeCancellation({
      id: '00000000-0000-4000-8000-000000000002',
      deploymentName: 'Recall',
      requestedAt: '2026-11-23T11:00:00.000Z',
    });
    stream.send('cancellation', newer, '1');
    stream.send('cancellation', makeCancellation(), '2');
    await screen.findByRole('button', { name: '1 change: show' });
    expect(await screen.findByText('202 Accepted')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Recall' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: '1 change: show' }));
    expect(screen.getByRole('link', { name: 'Recall' })).toBeInTheDocument();
  });
});

describe('a dialog whose change is under way', () => {
  async function whileSaving() {
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    server.use(
      http.put(paths.deployment(':app', ':item'), async ({ params }) => {
        await held;
        return HttpResponse.json(makeDeployment({ deploymentId: String(params['item']), name: 'New' }), {
          status: 201,
        });
      }),
    );
    const page = renderApp();
    const { user } = page;
    await user.click(await screen.findByRole('button', { name: 'Add deployment' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Deployment ID'), '77');
    await user.type(within(dialog).getByLabelText('Name'), 'New{Enter}');
    return { ...page, dialog, answer };
  }

  it.each([
    ['its button', 'Don’t save'],
    ['its cross', 'Close'],
    ['Escape', null],
  ])('says so and stays when one would leave by %s', async (_, name) => {
    const { user, dialog, answer } = await whileSaving();
    if (name === null) await user.keyboard('{Escape}');
    else await user.click(within(dialog).getByRole('button', { name }));
    expect(await within(dialog).findByText('The change is not finished. Wait for the answer.')).toBeVisible();
    answer();
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
  });

  it('tells how it ended when it was left by the browser’s own way back', async () => {
    const { dialog, answer } = await whileSaving();
    act(() => {
      history.pushState(null, '', '/activity');
    });
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(await screen.findByText(/The change of the saved list is not finished yet/)).toBeInTheDocument();
    answer();
    expect(await screen.findByText('The saved list was changed.')).toBeInTheDocument();
  });
});
