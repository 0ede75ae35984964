import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths, type OwnSession, type Session } from '@/contract';
import { makeProblem, operator } from '@/testing/factories';
import { answerProblem, server } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const here: OwnSession = {
  id: '0123456789abcdef',
  via: 'link',
  since: new Date(Date.now() - 3 * 3600_000).toISOString(),
  lastUsedAt: new Date(Date.now() - 120_000).toISOString(),
  expiresAt: new Date(Date.now() + 9 * 3600_000).toISOString(),
  isCurrent: true,
};
const elsewhere: OwnSession = { ...here, id: 'fedcba9876543210', isCurrent: false };

async function openDialog() {
  server.use(http.get(paths.sessions, () => HttpResponse.json({ items: [here, elsewhere] })));
  const page = renderApp();
  await page.user.click(await screen.findByRole('button', { name: 'Account' }));
  await page.user.click(await screen.findByRole('menuitem', { name: 'My sessions…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'My sessions' }));
  const entries = await dialog.findAllByRole('listitem');
  return { ...page, dialog, entries };
}

describe('my sessions', () => {
  it('say where one is signed in and since when, and return the focus to the menu', async () => {
    const { user, entries } = await openDialog();
    expect(entries[0]).toHaveTextContent(/^This browserSigned in by link 3 h ago.*Last used 2 min ago/);
    expect(entries[1]).toHaveTextContent('Another browser');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.getByRole('button', { name: 'Account' })).toHaveFocus();
  });

  it('end one by one: the entry stays where it is, with the focus', async () => {
    const ended: unknown[] = [];
    server.use(
      http.delete(paths.ownSession(':id'), ({ params }) => {
        ended.push(params['id']);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user, entries } = await openDialog();
    const button = within(entries[1]!).getByRole('button', { name: 'End' });
    expect(button).toHaveAccessibleDescription(/^Another browser .*Last used/);
    await user.click(button);
    await waitFor(() => expect(button).toHaveTextContent('Ended'));
    expect(within(entries[1]!).getByRole('status')).toHaveTextContent('Session ended.');
    expect(within(entries[0]!).getByRole('status')).toBeEmptyDOMElement();
    expect(button).toHaveFocus();
    await user.click(button);
    expect(ended).toEqual([elsewhere.id]);
  });

  it('say when one was not ended', async () => {
    server.use(http.delete(paths.ownSession(':id'), () => answerProblem(makeProblem('journal_unavailable'))));
    const { user, entries } = await openDialog();
    await user.click(within(entries[1]!).getByRole('button', { name: 'End' }));
    expect(await within(entries[1]!).findByRole('alert')).toHaveTextContent('Not ended.');
  });

  it('end all at once, and this page leads to the sign-in page', async () => {
    const gone = () => answerProblem(makeProblem('sign_in_required'));
    server.use(
      http.delete(paths.sessions, () => {
        server.use(http.get(paths.session, gone), http.get(paths.applications, gone));
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user, dialog } = await openDialog();
    await user.click(dialog.getByRole('button', { name: 'Sign out everywhere' }));
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

it('whoever a sign-in in front names sees who they are and what they may do, and has nothing to end', async () => {
  const limited: Session = {
    ...operator,
    canSignOut: false,
    role: 'limited',
    grants: [{ may: ['cancel', 'save'], environments: ['staging'] }],
  };
  server.use(http.get(paths.session, () => HttpResponse.json(limited)));
  const { user } = renderApp();
  await user.click(await screen.findByRole('button', { name: 'Account' }));
  expect(screen.queryByRole('menuitem', { name: 'Sign out' })).not.toBeInTheDocument();
  expect(await screen.findByRole('menuitem', { name: 'Keys for scripts…' })).toBeInTheDocument();
  await user.click(screen.getByRole('menuitem', { name: 'What I may do…' }));
  const dialog = await screen.findByRole('dialog', { name: 'What I may do' });
  const text = dialog.textContent?.replaceAll(/[\u2068\u2069]/g, '');
  expect(text).toContain(`names you as ${operator.person}. Sign out there.`);
  expect(text).toContain('You may read everything, and cancel and save in Staging.');
  expect(within(dialog).queryByRole('button', { name: 'Sign out everywhere' })).not.toBeInTheDocument();
});
