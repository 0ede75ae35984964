import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { paths, type Cancellation, type Grant } from '@/contract';
import { makeApplication, makeBatch, makeCancellation, makeDeployment } from '@/testing/factories';
import { server, withJournal, withList, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { signInWith } from '@/testing/visitors';

const nowhere = 'You may not confirm this outcome: you have the permission “confirm” nowhere.';
const onlyStaging = 'You may not confirm this outcome: you have the permission “confirm” in Staging only.';
const another = 'You cancelled these calls: a rule wants somebody else to confirm the outcome.';
const confirmsStaging: Grant[] = [{ may: ['confirm'], environments: ['staging'] }];
const review = { dueAt: '2026-11-23T11:00:00.000Z', byAnother: true, isOverdue: false };
const record = makeCancellation();

/** A console with these records; says which of them were confirmed. */
function consoleKeeps(...records: Cancellation[]) {
  const confirmed: string[] = [];
  const page = () => ({ items: records, nextCursor: null });
  server.use(
    withList(makeApplication()),
    withJournal(page, page),
    withRecord((id) => records.find((one) => one.id === id) ?? record),
    http.put(paths.confirmation(':id'), ({ params }) => {
      const id = String(params['id']);
      confirmed.push(id);
      const confirmation = { person: 'Lin', at: '2026-11-23T11:00:00.000Z', note: null };
      return HttpResponse.json({ ...records.find((one) => one.id === id), confirmation });
    }),
  );
  return confirmed;
}

const button = (name: string | RegExp) => screen.findByRole('button', { name });

it('a reader cannot confirm a record, nor look up its calls, and reads why', async () => {
  const confirmed = consoleKeeps(record);
  signInWith([]);
  const { user } = renderApp(`/cancellations/${record.id}`);
  const confirm = await button('I have checked this');
  await waitFor(() => expect(confirm).toHaveAccessibleDescription(nowhere));
  expect(confirm).toHaveAttribute('aria-disabled', 'true');
  expect(await button('Confirm with this note')).toHaveAttribute('aria-disabled', 'true');
  expect(await button('Ask Fuse')).toHaveAccessibleDescription(nowhere);
  expect(screen.getAllByText(nowhere)).toHaveLength(2);
  await user.click(confirm);
  await user.type(screen.getByRole('textbox', { name: /^Note/ }), 'x{Enter}');
  expect(confirmed).toEqual([]);
});

it('a confirmation is withdrawn only by those who may confirm', async () => {
  consoleKeeps({ ...record, confirmation: { person: 'Grace', at: '2026-11-23T11:00:00.000Z', note: null } });
  signInWith([]);
  renderApp(`/cancellations/${record.id}`);
  const withdraw = await button('Withdraw confirmation');
  await waitFor(() => expect(withdraw).toHaveAccessibleDescription(nowhere));
});

it.each([
  ['as it is saved', 'production', 'staging', null],
  ['and not as the record names it', 'staging', 'production', 'true'],
])('a record is judged by its deployment %s', async (_, then, now, disabled) => {
  consoleKeeps({ ...record, environment: then });
  server.use(withList(makeApplication({ deployments: [makeDeployment({ environment: now })] })));
  signInWith(confirmsStaging);
  renderApp(`/cancellations/${record.id}`);
  const confirm = await button('I have checked this');
  await waitFor(() => expect(confirm.getAttribute('aria-disabled')).toBe(disabled));
});

it.each(['Lin', 'LIN\u200B'])(
  'who cancelled, as %s, is told that a rule wants somebody else',
  async (person) => {
    const confirmed = consoleKeeps({ ...record, person, review });
    signInWith([{ may: ['confirm', 'cancel'] }]);
    const { user } = renderApp(`/cancellations/${record.id}`);
    const confirm = await button('I have checked this');
    expect(confirm).toHaveAccessibleDescription(another);
    await user.click(confirm);
    expect(confirmed).toEqual([]);
  },
);

it('who cancelled cannot withdraw what somebody else confirmed, where a rule wants somebody else', async () => {
  const confirmation = { person: 'Grace', at: '2026-11-23T11:00:00.000Z', note: null };
  const words = 'You cancelled these calls: a rule wants somebody else to withdraw the confirmation.';
  consoleKeeps({ ...record, person: 'Lin', review, confirmation });
  signInWith([{ may: ['confirm', 'cancel'] }]);
  const { user } = renderApp(`/cancellations/${record.id}`);
  const withdraw = await button('Withdraw confirmation');
  expect(withdraw).toHaveAccessibleDescription(words);
  await user.click(withdraw);
  expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
});

it('C says why it confirms nothing, and passes over what one may not confirm', async () => {
  const idOf = (index: number) => record.id.replace(/1$/, String(index));
  const of = (index: number, parts: Partial<Cancellation>) =>
    makeCancellation({
      id: idOf(index),
      deploymentName: `Deployment ${index}`,
      deploymentId: `${index}`,
      ...parts,
    });
  const confirmed = consoleKeeps(
    of(2, {}),
    of(3, { environment: 'production' }),
    of(4, { person: 'Lin', review }),
    of(5, {}),
  );
  signInWith(confirmsStaging);
  const { user } = renderApp('/activity?confirmed=no');
  await screen.findByText('Deployment 2');
  await user.keyboard('jc');
  await waitFor(() => expect(confirmed).toEqual([idOf(2)]));
  expect(screen.getByRole('link', { name: 'Deployment 5' })).toHaveFocus();
  screen.getByRole('link', { name: 'Deployment 3' }).focus();
  await user.keyboard('c');
  expect(await screen.findByText(onlyStaging, { selector: '[role] *' })).toBeInTheDocument();
  expect(confirmed).toEqual([idOf(2)]);
});

it('C of a reader says why from anywhere', async () => {
  consoleKeeps(record);
  signInWith([]);
  const { user } = renderApp('/activity');
  await screen.findByText('Spring reminder');
  await user.keyboard('c');
  expect(await screen.findByText(nowhere)).toBeInTheDocument();
});

it('of a batch one confirms what one may', async () => {
  const batch = makeBatch(['accepted', 'accepted', 'accepted']);
  const records = batch.targets.flatMap(({ cancellation }, index) =>
    cancellation === null
      ? []
      : [{ ...cancellation, batchId: batch.id, environment: index === 1 ? 'production' : 'staging' }],
  );
  const confirmed = consoleKeeps(...records);
  server.use(
    withList(),
    http.get(paths.batch(batch.id), () =>
      HttpResponse.json({
        ...batch,
        targets: batch.targets.map((one, index) => ({ ...one, cancellation: records[index] })),
      }),
    ),
  );
  signInWith(confirmsStaging);
  const { user } = renderApp('/activity');
  const [summary] = await screen.findAllByText(/Deployment 1.*; .*Deployment 2/);
  await user.click(summary!);
  const confirm = await button('Confirm 2 of 3');
  expect(within(confirm.closest('p')!).getByText(onlyStaging)).toBeInTheDocument();
  await user.click(confirm);
  await waitFor(() => expect(confirmed).toEqual([records[0]?.id, records[2]?.id]));
  expect(
    await screen.findByText('2 outcomes of the batch are confirmed; 1 of them you may not confirm.'),
  ).toBeInTheDocument();
});

it.each([
  ['nobody who may cancel only what waits no more', ['current', 'waiting'], 'Bob', false],
  ['those who may cancel a target that waits', ['waiting', 'waiting'], 'Bob', true],
  ['the person who started it', ['current', 'waiting'], 'Lin', true],
] as const)('a batch is stopped by %s', async (_who, states, person, may) => {
  const batch = makeBatch([...states], { person });
  const deployments = ['staging', 'production'].map((environment, index) =>
    makeDeployment({ deploymentId: String(2001 + index), environment }),
  );
  server.use(
    withList(makeApplication({ deployments })),
    http.get(paths.batch(batch.id), () => HttpResponse.json(batch)),
  );
  signInWith([{ may: ['cancel'], environments: ['staging'] }]);
  renderApp(`/batches/${batch.id}`);
  const stop = await button(/^Stop/);
  await screen.findByText('Deployment 2');
  await waitFor(() =>
    expect(stop).toHaveAccessibleDescription(
      may ? '' : 'You may not stop this batch: you have the permission “cancel” in Staging only.',
    ),
  );
});
