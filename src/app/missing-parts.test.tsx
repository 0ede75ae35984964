import { screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { makeApplication, makeDeployment } from '@/testing/factories';
import { server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const notFetched = vi.hoisted(() => () => {
  throw new Error('This file cannot be fetched.');
});
vi.mock('./shell/header-controls', notFetched);
vi.mock('./palette/palette', notFetched);
vi.mock('../features/applications/list/windowed-list', () => ({}));
vi.mock('./live/live', () => ({
  default() {
    throw new Error('This part fails.');
  },
}));

it('what is missing is named, with a way on, and the rest of the page is there', async () => {
  // React tells of what an error boundary has caught.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  renderApp();
  const notice = await screen.findByText(/^Missing: /);
  await waitFor(() => expect(notice).toHaveTextContent('theme and account'));
  await waitFor(() => expect(notice).toHaveTextContent('live updates'));
  expect(screen.getByRole('button', { name: 'Reload' })).toBeInTheDocument();
  expect(await screen.findByText('Spring reminder')).toBeInTheDocument();
});

it('a palette that is missing leaves the keys to the page', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { user } = renderApp();
  await screen.findByRole('button', { name: /^Cancel calls… of/ });
  await user.keyboard('{Control>}k{/Control}');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Try again' })).toHaveFocus());
  await user.tab();
  await user.tab();
  expect(screen.getByRole('button', { name: 'Dismiss' })).toHaveFocus();
  await user.keyboard('{Enter}');
  expect(screen.queryByRole('button', { name: 'Dismiss' })).not.toBeInTheDocument();
});

it('a long list of which only the beginning is there does not look whole', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const deployments = Array.from({ length: 150 }, (_, at) =>
    makeDeployment({ deploymentId: String(3000 + at), name: `Line ${at}` }),
  );
  server.use(withList(makeApplication({ deployments })));
  renderApp();
  const notice = await screen.findByText(/^Only the first \d+ of 150 are shown/);
  expect(notice.closest('[role="alert"]')).toHaveTextContent('Reload');
});
