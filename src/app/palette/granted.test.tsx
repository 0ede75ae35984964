import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { paths, type Grant } from '@/contract';
import { server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { two } from '@/testing/saved-list';
import { cancelsStaging, savesSurveys, signInWith } from '@/testing/visitors';

/** What the palette offers for a text, to somebody with these grants. */
async function offered(grants: Grant[], text: string): Promise<(string | null)[]> {
  server.use(withList(...two));
  signInWith(grants);
  const { user } = renderApp();
  await screen.findByText('Exit poll');
  await user.keyboard('{Control>}k{/Control}');
  const palette = within(await screen.findByRole('dialog', { name: 'Search actions and deployments' }));
  await user.type(palette.getByRole('combobox'), text);
  await palette.findByRole('option', { name: /^Search Activity/ });
  return palette.getAllByRole('option').map((one) => one.textContent);
}

const isCancel = expect.stringMatching(/^Cancel all pending calls/);

it('the palette offers to cancel what one may cancel', async () => {
  expect(await offered(cancelsStaging, 'spring')).toContainEqual(isCancel);
});

it('and not what one may not', async () => {
  expect(await offered(cancelsStaging, 'recall')).not.toContainEqual(isCancel);
});

it.each<[Grant[], string[]]>([
  [[], []],
  [cancelsStaging, []],
  [[{ may: ['save'], environments: ['staging'] }], ['Add deployment']],
  [savesSurveys, ['Add application', 'Add deployment']],
])('with %j it offers %j to add', async (grants, expected) => {
  const options = await offered(grants, 'add');
  expect(options.filter((text) => text?.startsWith('Add') === true)).toEqual(expected);
});

it('the palette leads to one’s own sessions, which say what one may do', async () => {
  server.use(http.get(paths.sessions, () => HttpResponse.json({ items: [] })));
  await offered(cancelsStaging, 'my sess');
  screen.getByRole('option', { name: 'My sessions' }).click();
  const dialog = await screen.findByRole('dialog', { name: 'My sessions' });
  expect(dialog).toHaveTextContent('You may read everything, and cancel in Staging.');
});

it.each<[string, Grant[], string[]]>([
  ['a reader', [], []],
  ['who confirms', [{ may: ['confirm'] }], ['confirm']],
  ['who cancels', cancelsStaging, ['cancel']],
  ['who saves', savesSurveys, ['paste']],
])('the sheet of shortcuts for %s names what they can use', async (_, grants, words) => {
  signInWith(grants);
  const { user } = renderApp();
  await screen.findByText('Spring reminder');
  await user.keyboard('?');
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  const used = { confirm: /confirm the row/, cancel: /asks to cancel its calls/, paste: /paste a text/ };
  const found = Object.entries(used).filter(([, text]) => text.test(sheet.textContent));
  expect(found.map(([word]) => word)).toEqual(words);
});
