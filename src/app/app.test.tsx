import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { paths, signIn, type SignIn } from '@/contract';
import { keys } from '@/common/query-keys';
import { makeCancellation, makeProblem, operator } from '@/testing/factories';
import { answerProblem, server, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { watchFragment } from './session/fragment-token';

describe('signing in', () => {
  function signInRoute() {
    const tries: SignIn[] = [];
    server.use(
      http.post(paths.session, async ({ request }) => {
        const input = signIn.parse(await request.json());
        tries.push(input);
        return input.token === 'right+/='
          ? HttpResponse.json(operator)
          : answerProblem(makeProblem('sign_in_required'));
      }),
    );
    return tries;
  }

  it('takes the token out of the address at once, asks for the name, and goes home', async () => {
    const tries = signInRoute();
    history.replaceState(null, '', '/sign-in#token=right%2B%2F%3D');
    watchFragment();
    expect(location.href).not.toContain('token');
    const { user } = renderApp('/sign-in');
    expect(screen.queryByLabelText('Sign-in link')).not.toBeInTheDocument();
    await user.type(await screen.findByLabelText('Your name'), ' Ada ');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('Spring reminder')).toBeInTheDocument();
    expect(tries).toEqual([{ name: 'Ada', token: 'right+/=' }]);
  });

  it('takes a pasted link, says when it is wrong, and keeps what was typed', async () => {
    const tries = signInRoute();
    const { user } = renderApp('/sign-in?to=%2Factivity%3Foutcome%3Drefused');
    await user.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('The name must not be empty.')).toBeInTheDocument();
    await user.type(screen.getByLabelText('Your name'), 'Ada');
    await user.type(screen.getByLabelText('Sign-in link'), 'wrong');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText(/This link is not valid/)).toBeInTheDocument();
    expect(screen.getByLabelText('Your name')).toHaveValue('Ada');
    await user.clear(screen.getByLabelText('Sign-in link'));
    await user.type(
      screen.getByLabelText('Sign-in link'),
      'https://console.example/sign-in#token=right%2B%2F%3D',
    );
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(location.pathname + location.search).toBe('/activity?outcome=refused'));
    expect(tries.map(({ token }) => token)).toEqual(['wrong', 'right+/=']);
  });

  it('cuts nothing off a token that has an equals sign', async () => {
    const tries = signInRoute();
    const { user } = renderApp('/sign-in');
    await user.type(await screen.findByLabelText('Your name'), 'Ada');
    await user.type(screen.getByLabelText('Sign-in link'), 'my-token=secret{Enter}');
    expect(await screen.findByText(/This link is not valid/)).toBeInTheDocument();
    expect(tries).toEqual([{ name: 'Ada', token: 'my-token=secret' }]);
  });

  it('asks for a link again when the one that was opened is not valid', async () => {
    signInRoute();
    history.replaceState(null, '', '/sign-in#token=old');
    watchFragment();
    const { user } = renderApp('/sign-in');
    await user.type(await screen.findByLabelText('Your name'), 'Ada');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    const field = await screen.findByLabelText('Sign-in link');
    await user.clear(field);
    await user.type(field, 'right%2B%2F%3D');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('Spring reminder')).toBeInTheDocument();
  });

  it.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '//',
    '/.//evil.example',
    '/sign-in',
  ])('does not lead to %s', async (to) => {
    signInRoute();
    const { user } = renderApp(`/sign-in?to=${encodeURIComponent(to)}`);
    await user.type(await screen.findByLabelText('Your name'), 'Ada');
    await user.type(screen.getByLabelText('Sign-in link'), 'right%2B%2F%3D');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(location.pathname).toBe('/'));
  });

  it('is asked for by any 401, with the way back', async () => {
    server.use(
      http.get(paths.session, () => answerProblem(makeProblem('sign_in_required'))),
      withRecord(() => makeProblem('sign_in_required')),
    );
    renderApp('/cancellations/00000000-0000-4000-8000-000000000001?x=1');
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeInTheDocument();
    expect(new URLSearchParams(location.search).get('to')).toBe(
      '/cancellations/00000000-0000-4000-8000-000000000001?x=1',
    );
    await waitFor(() => expect(screen.queryByRole('status')).not.toBeInTheDocument());
    expect(screen.getByRole('banner')).not.toHaveTextContent('does not answer');
    // A stranger is not led to what they would not see.
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
  });

  it('forgets who was signed in', async () => {
    const { client } = renderApp();
    await screen.findByText(/ops@example\.com/);
    server.use(
      http.get(paths.session, () => answerProblem(makeProblem('sign_in_required'))),
      http.get(paths.applications, () => answerProblem(makeProblem('sign_in_required'))),
    );
    await act(() => client.invalidateQueries({ queryKey: keys.applications }));
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeInTheDocument();
    await waitFor(() => expect(screen.getByRole('banner')).not.toHaveTextContent(/Ada|ops@example|answer/));
  });

  it('waits while something is typed in a form, and is asked for once it is not', async () => {
    server.use(withRecord(() => makeCancellation()));
    const { user, client } = renderApp(`/cancellations/${makeCancellation().id}`);
    await user.type(await screen.findByLabelText(/^Note/), 'Seen');
    server.use(http.get(paths.session, () => answerProblem(makeProblem('sign_in_required'))));
    await act(() => client.invalidateQueries({ queryKey: keys.session }));
    expect(screen.getByLabelText(/^Note/)).toHaveValue('Seen');
    await user.clear(screen.getByLabelText(/^Note/));
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeInTheDocument();
  });

  it('opens one session, however often the form is sent', async () => {
    const tries = signInRoute();
    const { user } = renderApp('/sign-in');
    await user.type(await screen.findByLabelText('Your name'), 'Ada');
    await user.type(screen.getByLabelText('Sign-in link'), 'right%2B%2F%3D');
    const form = screen.getByRole('button', { name: 'Sign in' }).closest('form')!;
    fireEvent.submit(form);
    fireEvent.submit(form);
    expect(await screen.findByText('Spring reminder')).toBeInTheDocument();
    expect(tries).toHaveLength(1);
  });

  it('offers the provider first, and the links unless they are switched off', async () => {
    let links = true;
    server.use(http.get(paths.signInWays, () => HttpResponse.json({ provider: 'login.example.com', links })));
    const first = renderApp('/sign-in?to=%2Factivity');
    const button = await screen.findByRole('link', { name: 'Sign in with login.example.com' });
    expect(button).toHaveAttribute('href', '/sign-in/start?to=%2Factivity');
    const name = screen.getByLabelText('Your name');
    expect(button.compareDocumentPosition(name) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    first.unmount();
    links = false;
    renderApp('/sign-in');
    expect(await screen.findByRole('link', { name: /^Sign in with/ })).toBeInTheDocument();
    expect(screen.queryByLabelText('Your name')).not.toBeInTheDocument();
  });

  it('says why the provider led back without a session', async () => {
    server.use(
      http.get(paths.signInWays, () => HttpResponse.json({ provider: 'login.example.com', links: false })),
    );
    renderApp('/sign-in?failure=provider_away&to=%2Factivity');
    expect(await screen.findByText(/^login\.example\.com did not answer/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /^Sign in with/ })).toHaveAttribute(
      'href',
      '/sign-in/start?to=%2Factivity',
    );
  });

  it('says that the session has ended, where there was one', async () => {
    const { client } = renderApp('/activity');
    await screen.findByText(/ops@example\.com/);
    expect(screen.queryByText(/Your session has ended/)).not.toBeInTheDocument();
    server.use(http.get(paths.session, () => answerProblem(makeProblem('sign_in_required'))));
    await act(() => client.invalidateQueries({ queryKey: keys.session }));
    expect(await screen.findByText(/^Your session has ended\. Sign in again/)).toBeInTheDocument();
  });

  it('leads on to the provider’s own sign-out', async () => {
    const assign = vi.spyOn(location, 'assign').mockImplementation(() => undefined);
    const providerSignOut = 'https://login.example.com/end?client_id=fuse-console';
    server.use(http.delete(paths.session, () => HttpResponse.json({ providerSignOut })));
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Account' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    await waitFor(() => expect(assign).toHaveBeenCalledExactlyOnceWith(providerSignOut));
    assign.mockRestore();
  });

  it('is not offered to whom a sign-in in front names, in none of the groups: the page says which arrived', async () => {
    const detail = 'You are signed in, but … The sign-in in front passed on: “staff”.';
    const refuse = () => answerProblem(makeProblem('role_required', { detail }));
    server.use(http.get(paths.session, refuse), http.get(paths.applications, refuse));
    renderApp();
    expect(await screen.findByText(detail)).toBeInTheDocument();
    expect(screen.queryByRole('heading', { name: 'Sign in' })).not.toBeInTheDocument();
  });

  it('ends by signing out', async () => {
    let out = 0;
    server.use(
      http.delete(paths.session, () => {
        out += 1;
        server.use(http.get(paths.session, () => answerProblem(makeProblem('sign_in_required'))));
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Account' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeInTheDocument();
    expect(out).toBe(1);
    await waitFor(() => expect(screen.getByRole('banner')).not.toHaveTextContent(/Ada|answer/));
  });
});

describe('the frame', () => {
  it('says where one is and who one is, and moves the focus to the heading of a new view', async () => {
    const { user } = renderApp();
    await screen.findByText(/ops@example\.com · fuse\.plumvoice\.com/);
    expect(screen.getByRole('banner')).toHaveTextContent('Ada · operator');
    await user.click(screen.getByRole('link', { name: 'Activity' }));
    await waitFor(() => expect(screen.getByRole('heading', { level: 1, name: 'Activity' })).toHaveFocus());
    expect(screen.getByRole('link', { name: 'Activity' })).toHaveAttribute('aria-current', 'page');
  });

  it('has a view for addresses that lead nowhere', async () => {
    renderApp('/nowhere');
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeInTheDocument();
  });

  it('changes the theme and keeps the choice', async () => {
    const { user } = renderApp();
    await user.click(await screen.findByRole('button', { name: /^Theme: system/ }));
    await user.click(screen.getByRole('button', { name: /^Theme: light/ }));
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(localStorage.getItem('theme')).toBe('dark');
    await user.click(screen.getByRole('button', { name: /^Theme: dark/ }));
    expect(document.documentElement.dataset['theme']).toBeUndefined();
    expect(localStorage.getItem('theme')).toBeNull();
  });
});
