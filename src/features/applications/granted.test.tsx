import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { withList, server } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { rowMenu } from '@/testing/row-menu';
import { savedList, two } from '@/testing/saved-list';
import { cancelsStaging, savesSurveys, signInWith } from '@/testing/visitors';

const noCancel = 'You may not cancel these calls: you have the permission “cancel” in Staging only.';
const noSaveAtAll = 'You may not change this in the saved list: you have the permission “save” nowhere.';
const onlySurveys =
  'You may not change this in the saved list: you have the permission “save” in application 102 only.';

const button = (name: string | RegExp) => screen.findByRole('button', { name });

async function expectUnavailable(control: HTMLElement, reason: string) {
  expect(control).toHaveAttribute('aria-disabled', 'true');
  await waitFor(() => expect(control).toHaveAccessibleDescription(reason));
}

it('a row whose calls one may not cancel says why before the click, and at the click', async () => {
  signInWith(cancelsStaging);
  server.use(withList(...two));
  const { user } = renderApp();
  expect(await button(/^Cancel calls… of Spring reminder,/)).not.toHaveAttribute('aria-disabled');
  const other = await button(/^Cancel calls… of Recall,/);
  await expectUnavailable(other, noCancel);
  act(() => other.focus());
  // What says it is fetched in the first idle moment.
  await waitFor(async () => {
    await user.keyboard('{Enter}');
    expect(screen.getByText(noCancel)).toBeInTheDocument();
  });
  expect(other).toHaveFocus();
  expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
});

it('Enter on the row’s check box says it as well', async () => {
  signInWith(cancelsStaging);
  server.use(withList(...two));
  const { user } = renderApp();
  await expectUnavailable(await button(/^Cancel calls… of Recall,/), noCancel);
  act(() => screen.getByRole('checkbox', { name: /^Select Recall,/ }).focus());
  await user.keyboard('{Enter}');
  expect(await screen.findByText(noCancel)).toBeInTheDocument();
});

it('the row’s menu keeps what changes the list in reach, with the reason', async () => {
  signInWith(savesSurveys);
  server.use(withList(...two));
  const { user } = renderApp();
  await user.click(await rowMenu('Recall'));
  const edit = await screen.findByRole('menuitem', { name: /^Edit…/ });
  expect(edit).toHaveAttribute('aria-disabled', 'true');
  expect(edit).toHaveTextContent(onlySurveys);
  await user.keyboard('{Home}');
  expect(edit).toHaveFocus();
  await user.keyboard('{Enter}');
  expect(edit).toBeInTheDocument();
  expect(screen.getByRole('menuitem', { name: /^Remove…/ })).toHaveTextContent(onlySurveys);
  // Reading and one's own pins need no permission.
  expect(screen.getByRole('menuitem', { name: 'History' })).not.toHaveAttribute('aria-disabled');
  await user.keyboard('{Escape}');

  await user.click(await rowMenu('Exit poll'));
  await user.click(await screen.findByRole('menuitem', { name: 'Edit…' }));
  expect(await screen.findByRole('dialog', { name: /Exit poll/ })).toBeInTheDocument();
});

it('an application’s heading and the view’s offer what one may change', async () => {
  signInWith(savesSurveys);
  server.use(withList(...two));
  renderApp();
  for (const name of ['Add deployment to Reminders 101', 'Remove application Reminders 101'])
    await expectUnavailable(await button(name), onlySurveys);
  for (const name of ['Add deployment to Surveys 102', 'Remove application Surveys 102'])
    expect(await button(name)).not.toHaveAttribute('aria-disabled');
  expect(await button('Add deployment')).not.toHaveAttribute('aria-disabled');
  // Its ID may be the one that is granted.
  expect(await button('Add application')).not.toHaveAttribute('aria-disabled');
});

it('by environment one may add a deployment, and not change an application as a whole', async () => {
  signInWith([{ may: ['save'], environments: ['staging'] }]);
  server.use(withList(...two));
  renderApp();
  const only = 'You may not change this in the saved list: you have the permission “save” in Staging only.';
  await expectUnavailable(await button('Edit application Reminders 101'), only);
  await expectUnavailable(await button('Add application'), only);
  expect(await button('Add deployment to Reminders 101')).not.toHaveAttribute('aria-disabled');
});

it('those who may change nothing cannot open what saves, nor paste', async () => {
  signInWith(cancelsStaging);
  server.use(withList(...two));
  const { user } = renderApp();
  await expectUnavailable(await button('Add deployment'), noSaveAtAll);
  await user.click(await button('Import and export'));
  for (const name of [/^Paste from Fuse/, /^Import a file…/])
    expect(await screen.findByRole('menuitem', { name })).toHaveTextContent(noSaveAtAll);
  await user.click(screen.getByRole('menuitem', { name: /^Import a file…/ }));
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await user.keyboard('{Escape}');
  await user.paste('/api/apps/20481/310274/queue');
  expect(await screen.findByText(noSaveAtAll)).toBeInTheDocument();
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

it('those who may only read are told so, where a file says it', async () => {
  signInWith([{ may: ['confirm'] }]);
  server.use(withList(...two));
  renderApp();
  expect(await screen.findByText(/^Reading only/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /cancel|add|edit|remove/i })).not.toBeInTheDocument();
});

it('whose grants change is told of that at once', async () => {
  savedList(two);
  signInWith([{ may: ['save', 'cancel'] }]);
  const { client } = renderApp();
  const recall = await button(/^Cancel calls… of Recall,/);
  expect(recall).not.toHaveAttribute('aria-disabled');
  signInWith(cancelsStaging);
  await act(() => client.invalidateQueries());
  await waitFor(async () =>
    expect(await button(/^Cancel calls… of Recall,/)).toHaveAccessibleDescription(noCancel),
  );
  expect(within(screen.getByRole('main')).getByText('Spring reminder')).toBeInTheDocument();
});
