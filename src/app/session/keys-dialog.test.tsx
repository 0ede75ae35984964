import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { paths, type ScriptKey } from '@/contract';
import { makeProblem, supporter } from '@/testing/factories';
import { answerProblem, server } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const nightly: ScriptKey = {
  name: 'nightly stop',
  expires: '2999-06-30T23:59:59.999Z',
  lastUsedAt: new Date(Date.now() - 2 * 3600_000).toISOString(),
};
const old: ScriptKey = { name: 'old', expires: '2026-01-01T00:00:00.000Z', lastUsedAt: null };

const withKeys = (...items: ScriptKey[]) => http.get(paths.keys, () => HttpResponse.json({ items }));

async function openFromMenu() {
  const page = renderApp();
  await page.user.click(await screen.findByRole('button', { name: 'Account' }));
  await page.user.click(await screen.findByRole('menuitem', { name: 'Keys for scripts…' }));
  return within(await screen.findByRole('dialog', { name: 'Keys for scripts' }));
}

it('operators see each script’s key, when it was last used and when it expires', async () => {
  server.use(withKeys(nightly, old));
  const dialog = await openFromMenu();
  const entries = await dialog.findAllByRole('listitem');
  expect(entries[0]).toHaveTextContent(/^nightly stopLast used 2 h ago, .*Expires (?:30 Jun|1 Jul) 2999/);
  expect(entries[1]).toHaveTextContent(/^oldNever usedExpired (?:31 Dec 2025|1 Jan 2026)/);
});

it('it is said where there are no keys', async () => {
  server.use(withKeys());
  expect(await (await openFromMenu()).findByText('There are none.')).toBeInTheDocument();
});

it('it is said where the keys could not be read', async () => {
  server.use(http.get(paths.keys, () => answerProblem(makeProblem('journal_unavailable'))));
  expect(await (await openFromMenu()).findByRole('alert')).toHaveTextContent('could not be read');
});

it('the palette leads there too, which every operator has', async () => {
  server.use(withKeys(nightly));
  const { user } = renderApp();
  await screen.findByText('Spring reminder');
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox'), 'keys for');
  await user.click(await screen.findByRole('option', { name: 'Keys for scripts' }));
  expect(await screen.findByRole('dialog', { name: 'Keys for scripts' })).toBeInTheDocument();
});

it('support staff are not offered it', async () => {
  server.use(http.get(paths.session, () => HttpResponse.json(supporter)));
  const { user } = renderApp();
  await user.click(await screen.findByRole('button', { name: 'Account' }));
  expect(screen.queryByRole('menuitem', { name: 'Keys for scripts…' })).not.toBeInTheDocument();
});
