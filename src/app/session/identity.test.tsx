import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { identityHeader, paths, type Session } from '@/contract';
import {
  makeApplication,
  makeCancellation,
  makeDeployment,
  makeProblem,
  operator,
} from '@/testing/factories';
import { openStream } from '@/testing/event-source';
import { answerProblem, server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const sandbox: Session = {
  ...operator,
  person: 'Sandbox operator',
  upstream: { kind: 'sandbox', host: '127.0.0.1:4181', account: null },
  canSignOut: false,
  identity: 'identity-of-the-sandbox',
  pins: [],
};

/** The console from now on: whose session it is, and what it has saved. */
function become(session: Session, name = 'Of the other console') {
  server.use(
    http.get(paths.session, () => HttpResponse.json(session)),
    withList(makeApplication({ deployments: [makeDeployment({ deploymentId: '2002', name })] })),
  );
}

/** Answers each cancellation as a console of this identity does, and keeps what was shown to it. */
function cancelAs(identity: string) {
  const shown: (string | null)[] = [];
  server.use(
    http.put(paths.cancellation(':id'), ({ request, params }) => {
      shown.push(request.headers.get(identityHeader));
      return shown.at(-1) === identity
        ? HttpResponse.json(makeCancellation({ id: String(params['id']) }), { status: 201 })
        : answerProblem(makeProblem('identity_changed'));
    }),
  );
  return shown;
}

async function openDialog(user: ReturnType<typeof renderApp>['user']) {
  await user.click(await screen.findByRole('button', { name: /^Cancel calls… of/ }));
  return screen.findByRole('alertdialog');
}

describe('what the page shows', () => {
  it('goes with a cancellation, and with the look for one whose answer was lost', async () => {
    const shown: (string | null)[] = [];
    server.use(
      http.put(paths.cancellation(':id'), ({ request }) => {
        shown.push(request.headers.get(identityHeader));
        return HttpResponse.error();
      }),
      http.get(paths.cancellation(':id'), ({ request }) => {
        shown.push(request.headers.get(identityHeader));
        return answerProblem(makeProblem('identity_changed'));
      }),
    );
    const { user } = renderApp();
    const dialog = await openDialog(user);
    await user.click(within(dialog).getByRole('button', { name: 'Cancel all pending calls' }));
    await waitFor(() => expect(shown.length).toBeGreaterThan(1));
    expect(new Set(shown)).toEqual(new Set([operator.identity]));
    expect(screen.queryByText(/Nothing was sent/)).not.toBeInTheDocument();
  });

  it('is told anew when another console refuses it: old and new, dialogs closed, lists read, nothing sent again', async () => {
    const shown = cancelAs(sandbox.identity);
    const { user } = renderApp();
    const dialog = await openDialog(user);
    become(sandbox);
    await user.click(within(dialog).getByRole('button', { name: 'Cancel all pending calls' }));
    const notice = await screen.findByRole('alert');
    for (const line of [
      'Upstream: Real calls → Sandbox: no real calls',
      'Account: ops@example.com → none',
      'Signed in as: Ada → Sandbox operator',
    ])
      expect(notice).toHaveTextContent(line);
    expect(notice).not.toHaveTextContent('Role');
    expect(await screen.findByText('Of the other console')).toBeInTheDocument();
    expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
    expect(screen.queryByText('Spring reminder')).not.toBeInTheDocument();
    expect(screen.getByRole('banner')).toHaveTextContent('Sandbox: no real calls');
    expect(shown).toEqual([operator.identity]);

    // What is confirmed now is what is shown now.
    await user.click(
      within(await openDialog(user)).getByRole('button', { name: 'Cancel all pending calls' }),
    );
    await waitFor(() => expect(shown).toEqual([operator.identity, sandbox.identity]));
    await user.click(screen.getByRole('button', { name: 'OK' }));
    expect(screen.queryByText(/this page showed has changed/)).not.toBeInTheDocument();
  });

  it('goes with signing out too: a page of somebody else ends no session, and says whose it is', async () => {
    const shown: (string | null)[] = [];
    server.use(
      http.delete(paths.session, ({ request }) => {
        shown.push(request.headers.get(identityHeader));
        return answerProblem(makeProblem('identity_changed'));
      }),
    );
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Account' }));
    const signOut = await screen.findByRole('menuitem', { name: 'Sign out' });
    become({ ...operator, person: 'Grace', identity: 'identity-of-grace' });
    await user.click(signOut);
    expect(await screen.findByText(/this page showed has changed/)).toBeInTheDocument();
    expect(shown).toEqual([operator.identity]);
    expect(screen.getByRole('banner')).toHaveTextContent('Grace');
  });

  it('is compared at each opening of the stream', async () => {
    const { user } = renderApp();
    const stream = await openStream();
    stream.send('connected', { identity: operator.identity });
    const dialog = await openDialog(user);
    stream.breakOff();
    become({ ...operator, person: 'Grace', role: 'support', identity: 'identity-of-grace' });
    stream.open();
    stream.send('connected', { identity: 'identity-of-grace' });
    expect(await screen.findByText(/this page showed has changed/)).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent('Signed in as: Ada → Grace');
    expect(screen.getByRole('alert')).toHaveTextContent('Role: operator → support');
    expect(dialog).not.toBeInTheDocument();
    expect(screen.getByRole('banner')).toHaveTextContent('Grace · support');
  });

  it('is compared with what another tab shows', async () => {
    renderApp();
    await openStream();
    await screen.findByText('Spring reminder');
    const other = new BroadcastChannel('fuse-cancel-console identity');
    const heard: unknown[] = [];
    other.addEventListener('message', ({ data }: MessageEvent) => heard.push(data));
    become({ ...operator, person: 'Grace', identity: 'identity-of-grace' });
    act(() => other.postMessage('identity-of-grace'));
    expect(await screen.findByText(/this page showed has changed/)).toBeInTheDocument();
    // This tab says in turn what it shows now.
    await waitFor(() => expect(heard).toEqual(['identity-of-grace']));
    other.close();
  });

  it('says where an environment counts as production no more, and asks for the ID by what is shown', async () => {
    server.use(withList(makeApplication({ deployments: [makeDeployment({ environment: 'qa' })] })));
    const { user } = renderApp();
    const dialog = await openDialog(user);
    expect(within(dialog).getByLabelText('Deployment ID')).toBeInTheDocument();
    const now = { ...operator, nonProductionEnvironments: ['qa'], identity: 'identity-with-qa' };
    server.use(http.get(paths.session, () => HttpResponse.json(now)));
    (await openStream()).send('connected', { identity: now.identity });
    await screen.findByText(/Not production:/);
    expect(screen.getByRole('alert')).toHaveTextContent('Not production: nothing listed → qa');
    expect(within(await openDialog(user)).queryByLabelText('Deployment ID')).not.toBeInTheDocument();
  });

  it('of the same session is not asked for again', async () => {
    let asked = 0;
    server.use(
      http.get(paths.session, () => {
        asked += 1;
        return HttpResponse.json(operator);
      }),
    );
    renderApp();
    const stream = await openStream();
    stream.send('connected', { identity: operator.identity });
    await screen.findByText('Spring reminder');
    expect(asked).toBe(1);
  });
});
