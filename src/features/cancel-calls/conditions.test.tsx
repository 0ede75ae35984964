import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths, type Deployment, type Session } from '@/contract';
import {
  makeApplication,
  makeCancellation,
  makeDeployment,
  makeProblem,
  operator,
} from '@/testing/factories';
import { answerProblem, onCancel, server, withList, type Sent } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const accept = (id: string) => HttpResponse.json(makeCancellation({ id }), { status: 201 });

async function openDialog(session: Partial<Session>, deployment: Partial<Deployment> = {}) {
  const sent: Sent[] = [];
  server.use(
    http.get(paths.session, () => HttpResponse.json({ ...operator, ...session })),
    withList(makeApplication({ deployments: [makeDeployment(deployment)] })),
    onCancel(sent, accept),
  );
  const page = renderApp();
  await page.user.click(await screen.findByRole('button', { name: /^Cancel calls… of Spring reminder/ }));
  const dialog = within(await screen.findByRole('alertdialog'));
  return { ...page, dialog, sent, confirm: dialog.getByRole('button', { name: 'Cancel all pending calls' }) };
}

describe('the dialog that cancels', () => {
  it('wants a reason where a rule asks for one, and says so', async () => {
    const rules: Session['rules'] = [{ environments: ['staging'], reason: 'required' }];
    const { user, dialog, confirm, sent } = await openDialog({ rules });
    expect(dialog.getByLabelText(/Reason/)).toHaveAccessibleName('Reason (required, kept in the journal)');
    await user.click(confirm);
    expect(dialog.getByText('A reason is required for these calls.')).toBeInTheDocument();
    expect(sent).toEqual([]);
    await user.type(dialog.getByLabelText(/Reason/), 'wrong list');
    await user.click(confirm);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body).toMatchObject({ reason: 'wrong list' });
    expect(sent[0]?.body).not.toHaveProperty('confirmedDeploymentId');
  });

  it('sends the ID once more where it was typed: by a rule, and in production', async () => {
    const rules: Session['rules'] = [{ tags: ['clinic'], readBack: true }];
    const { user, dialog, confirm, sent } = await openDialog({ rules });
    await user.type(dialog.getByLabelText('Deployment ID'), '2001');
    await user.click(confirm);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body).toMatchObject({ confirmedDeploymentId: '2001' });
  });

  it('asks for no ID in production where a rule says so, and names the review', async () => {
    const rules: Session['rules'] = [
      { environments: ['production'], readBack: false, review: { within: '30m', by: 'another' } },
    ];
    const { dialog } = await openDialog({ rules }, { environment: 'production' });
    expect(dialog.queryByLabelText('Deployment ID')).not.toBeInTheDocument();
    expect(dialog.getByText('Another person has to confirm the outcome within 30 min.')).toBeInTheDocument();
  });

  it('says what has changed, reads the list anew and asks for the ID again', async () => {
    const { user, dialog, confirm } = await openDialog({}, { environment: 'production' });
    const detail = 'The saved list has changed since you looked: environment is “prod-eu” by now.';
    server.use(
      onCancel([], () => answerProblem(makeProblem('changed', { detail }))),
      withList(makeApplication({ deployments: [makeDeployment({ environment: 'prod-eu' })] })),
    );
    await user.type(dialog.getByLabelText('Deployment ID'), '2001');
    await user.type(dialog.getByLabelText(/Reason/), 'wrong list');
    await user.click(confirm);
    expect(await dialog.findByText(detail)).toBeInTheDocument();
    expect(dialog.getByText('Nothing was sent.')).toBeInTheDocument();
    expect(await dialog.findByText(/Changed in the saved list since this dialog opened/)).toBeInTheDocument();
    expect(screen.getByRole('alertdialog')).toHaveAccessibleName(/Prod-eu/);
    expect(dialog.getByLabelText('Deployment ID')).toHaveValue('');
    expect(dialog.getByLabelText(/Reason/)).toHaveValue('wrong list');
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
  });
});
