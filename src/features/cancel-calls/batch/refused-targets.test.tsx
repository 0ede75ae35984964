import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Application, ProblemCode } from '@/contract';
import { batches, openBatchDialog, started, three } from '@/testing/batches';
import { makeApplication, makeProblem } from '@/testing/factories';
import { answerProblem, server, withList } from '@/testing/handlers';
import { signInWith } from '@/testing/visitors';

/** The three deployments, the second of them (Recall) otherwise. */
const withRecall = (parts: Partial<Application['deployments'][number]>) =>
  makeApplication({
    deployments: three.deployments.map((one) => (one.name === 'Recall' ? { ...one, ...parts } : one)),
  });

/** A console that refuses the batch with this problem of its third target, Recall, until it is `allowed`. */
function refuses(code: ProblemCode, field: string, message: string) {
  const console = { allowed: false };
  const sent = batches((id) =>
    console.allowed
      ? started(id)
      : answerProblem(makeProblem(code, { errors: [{ field, message }], detail: 'As the console says it.' })),
  );
  return Object.assign(console, { sent });
}

async function sendAll() {
  const page = await openBatchDialog();
  await page.user.type(page.dialog.getByLabelText(/Reason/), 'Wrong list');
  await page.user.type(page.number, '3{Enter}');
  const notice = await page.dialog.findByRole('alert');
  return { ...page, notice };
}

it('changed: says which target is saved otherwise, shows it so, and asks for the number again', async () => {
  const refusing = refuses('changed', 'targets.2.environment', 'is “production” by now');
  const page = await openBatchDialog();
  server.use(withList(withRecall({ environment: 'production' })));
  const { user, dialog, number, confirm } = page;
  await user.type(dialog.getByLabelText(/Reason/), 'Wrong list');
  await user.type(number, '3{Enter}');
  const notice = await dialog.findByRole('alert');
  expect(notice).toHaveTextContent('Nothing was sent: the saved list has changed since this dialog opened.');
  await waitFor(() =>
    expect(notice).toHaveTextContent(
      'Recall, Production, ID 2002, Reminders 101: environment is “production” by now',
    ),
  );
  expect(notice).not.toHaveTextContent('targets.2');
  expect(number).toHaveValue('');
  expect(dialog.getByLabelText(/Reason/)).toHaveValue('Wrong list');
  expect(confirm).toHaveAttribute('aria-disabled', 'true');
  refusing.allowed = true;
  await user.type(number, '3{Enter}');
  await waitFor(() => expect(refusing.sent).toHaveLength(2));
  // The same batch, and what is shown now.
  expect(refusing.sent[1]?.id).toBe(refusing.sent[0]?.id);
  expect(refusing.sent[1]?.body.targets[2]).toMatchObject({
    deploymentName: 'Recall',
    environment: 'production',
  });
  expect(refusing.sent[1]?.body.reason).toBe('Wrong list');
});

it('changed: the target can be left out', async () => {
  const refusing = refuses('changed', 'targets.2.deploymentName', 'is “Recall 2” by now');
  const { user, dialog, number, notice } = await sendAll();
  expect(notice).toHaveTextContent('name is “Recall 2” by now');
  refusing.allowed = true;
  await user.click(dialog.getByRole('button', { name: 'Leave this one out' }));
  expect(dialog.queryByRole('alert')).not.toBeInTheDocument();
  await user.type(number, '2{Enter}');
  await waitFor(() => expect(refusing.sent).toHaveLength(2));
  expect(refusing.sent[1]?.body.targets.map((one) => one.deploymentName)).toEqual(['Exit poll', 'Spring']);
});

it('protected: says which, and goes on without it', async () => {
  const refusing = refuses('protected', 'targets.2', 'is protected');
  const { user, dialog, number, confirm, notice } = await sendAll();
  expect(notice).toHaveTextContent('One is protected:Recall, Staging, ID 2002');
  expect(confirm).toHaveAttribute('aria-disabled', 'true');
  // Nothing that was typed is lost.
  expect(number).toHaveValue('3');
  refusing.allowed = true;
  await user.click(dialog.getByRole('button', { name: 'Leave this one out' }));
  await user.type(number, '2{Enter}');
  await waitFor(() => expect(refusing.sent).toHaveLength(2));
  expect(refusing.sent[1]?.body.reason).toBe('Wrong list');
});

it('protected: looks again, for somebody may have taken the protection off', async () => {
  const protection = { reason: 'Recall of a batch', person: 'Ada', at: '2026-11-23T10:00:00.000Z' };
  const refusing = refuses('protected', 'targets.2', 'is protected');
  const page = await openBatchDialog();
  server.use(withList(withRecall({ protection })));
  const { user, dialog, number, confirm } = page;
  await user.type(number, '3{Enter}');
  await dialog.findByText('One is protected:');
  await user.click(dialog.getByRole('button', { name: 'Look again' }));
  // It still is.
  expect(await dialog.findByText('One is protected:')).toBeInTheDocument();
  expect(confirm).toHaveAttribute('aria-disabled', 'true');
  server.use(withList(three));
  refusing.allowed = true;
  await user.click(dialog.getByRole('button', { name: 'Look again' }));
  await waitFor(() => expect(dialog.queryByRole('alert')).not.toBeInTheDocument());
  expect(number).toHaveValue('3');
  await user.click(confirm);
  await waitFor(() => expect(refusing.sent).toHaveLength(2));
});

it('not granted: a colleague has moved a target out of the scope, and it is left out', async () => {
  signInWith([{ may: ['cancel'], environments: ['staging', 'production'] }]);
  const refusing = refuses('role_required', 'targets.2', 'needs the permission “cancel”');
  const page = await openBatchDialog();
  server.use(withList(withRecall({ environment: 'qa' })));
  const { user, dialog, number, confirm } = page;
  await user.type(number, '3{Enter}');
  const notice = await dialog.findByRole('alert');
  await waitFor(() => expect(notice).toHaveTextContent(/That is so for one of them:Recall, Qa, ID 2002/));
  expect(notice).not.toHaveTextContent('targets.2');
  expect(confirm).toHaveAttribute('aria-disabled', 'true');
  refusing.allowed = true;
  await user.click(dialog.getByRole('button', { name: 'Leave this one out' }));
  await user.type(number, '2{Enter}');
  await screen.findByRole('heading', { name: /^Batch of/ });
  expect(refusing.sent[1]?.body.targets).toHaveLength(2);
});
