import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { makeDeployment } from '@/testing/factories';
import { consoleAnswers, openCancelDialog } from '@/testing/cancelling';

describe('one click, one request', () => {
  it('a double click sends one', async () => {
    const sent = consoleAnswers({});
    const { user, confirm } = await openCancelDialog();
    await user.dblClick(confirm);
    await screen.findByText('Fuse accepted the cancellation.');
    expect(sent).toHaveLength(1);
  });

  it('two clicks before any rendering send one', async () => {
    const sent = consoleAnswers({});
    const { confirm } = await openCancelDialog();
    act(() => {
      confirm.click();
      confirm.click();
    });
    await screen.findByText('Fuse accepted the cancellation.');
    expect(sent).toHaveLength(1);
  });

  it('Enter-Enter sends one', async () => {
    const sent = consoleAnswers({});
    const { user, confirm } = await openCancelDialog();
    confirm.focus();
    await user.keyboard('{Enter}{Enter}');
    await screen.findByText('Fuse accepted the cancellation.');
    expect(sent).toHaveLength(1);
  });

  it('sends the target, the reason and a fresh UUID for each dialog', async () => {
    const sent = consoleAnswers({});
    const { user, dialog, confirm, button } = await openCancelDialog();
    await user.type(within(dialog).getByLabelText(/Reason/), '  wrong list');
    await user.click(confirm);
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
    await user.click(button);
    await user.click(
      within(await screen.findByRole('alertdialog')).getByRole('button', {
        name: 'Cancel all pending calls',
      }),
    );
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[0]!.body).toEqual({
      applicationId: '101',
      applicationName: 'Reminders',
      deploymentId: '2001',
      deploymentName: makeDeployment().name,
      environment: 'staging',
      reason: 'wrong list',
    });
    expect(sent[1]!.body.reason).toBeNull();
    expect(sent[0]!.id).not.toBe(sent[1]!.id);
  });
});
