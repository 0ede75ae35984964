import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Deployment } from '@/contract';
import { makeApplication, makeDeployment } from '@/testing/factories';
import { server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

async function openDialog(parts: Partial<Deployment>) {
  server.use(withList(makeApplication({ deployments: [makeDeployment(parts)] })));
  const page = renderApp();
  await page.user.click(await screen.findByRole('button', { name: /^Cancel calls… of Spring reminder/ }));
  return { ...page, dialog: within(await screen.findByRole('alertdialog')) };
}

const plain = (element: Element | null) => (element?.textContent ?? '').replaceAll(/[\u2068\u2069]/g, '');

it('says before anything is typed that a deployment is protected, and why', async () => {
  const protection = { reason: 'Clinical trial', person: 'Grace', at: hoursAgo(2) };
  const { dialog } = await openDialog({ environment: 'production', protection });
  const notice = plain(await dialog.findByRole('alert'));
  expect(notice).toContain('Protected: Clinical trial');
  expect(notice).toContain('By Grace, 2 h ago.');
  expect(dialog.getByRole('button', { name: 'Cancel all pending calls' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  // Nothing is asked for in vain.
  expect(dialog.queryByRole('textbox')).toBeNull();
  await waitFor(() => expect(dialog.getByRole('button', { name: 'Keep calls' })).toHaveFocus());
  expect(plain(document.querySelector('[data-row]'))).toContain('Protected: Clinical trial');
});

it('tells for a week that the environment was changed', async () => {
  const environmentChange = { from: 'production', to: 'staging', person: 'Grace', at: hoursAgo(2) };
  const { dialog } = await openDialog({ environmentChange });
  expect(plain(dialog.getByText(/^Environment was changed/))).toBe(
    'Environment was changed from Production to Staging by Grace, 2 h ago',
  );
});

it('tells what it is now, where it was changed again since', async () => {
  const environmentChange = { from: 'production', to: 'test', person: 'Grace', at: hoursAgo(2) };
  const { dialog } = await openDialog({ environmentChange });
  expect(plain(dialog.getByText(/^Environment was changed/))).toBe(
    'Environment was changed from Production to Test by Grace, 2 h ago. It is Staging now.',
  );
});

it('says no more of it after a week', async () => {
  const environmentChange = { from: 'production', to: 'staging', person: 'Grace', at: hoursAgo(7 * 24 + 1) };
  const { dialog } = await openDialog({ environmentChange });
  expect(dialog.queryByText(/^Environment was changed/)).toBeNull();
});
