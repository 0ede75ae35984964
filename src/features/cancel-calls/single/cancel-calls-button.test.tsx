import { screen } from '@testing-library/react';
import { http, HttpResponse, delay } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths } from '@/contract';
import { makeApplication, makeCancellation, makeDeployment } from '@/testing/factories';
import { server, withList } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

describe('the row', () => {
  it('says who is cancelling, and offers no second cancellation meanwhile', async () => {
    const open = makeCancellation({
      person: 'Grace',
      outcome: null,
      status: null,
      answeredAt: null,
      settledAt: null,
    });
    server.use(withList(makeApplication({ deployments: [makeDeployment({ lastCancellation: open })] })));
    const { user } = renderApp();
    expect(await screen.findByText('Cancelling… by Grace')).toBeInTheDocument();
    const button = screen.getByRole('button', { name: /^Cancelling…/ });
    await user.click(button);
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
    server.use(
      withList(
        makeApplication({
          deployments: [makeDeployment({ lastCancellation: { ...open, outcome: 'accepted', status: 202 } })],
        }),
      ),
    );
    expect(await screen.findByText('202 Accepted')).toBeInTheDocument();
  });

  it('shows the button only to operators', async () => {
    server.use(
      http.get(paths.session, async () => {
        await delay(1);
        return HttpResponse.json({
          person: 'Sam',
          role: 'support',
          grants: [{ may: ['confirm'] }],
          upstream: { kind: 'sandbox', host: 'x', account: null },
          canSignOut: false,
          nonProductionEnvironments: [],
          rules: null,
          identity: 'identity-of-sam',
          pins: [],
        });
      }),
    );
    renderApp();
    await screen.findByText('Sandbox: no real calls');
    await screen.findByText('Spring reminder');
    expect(screen.queryByRole('button', { name: /Cancel all|Edit|Remove|Add/ })).not.toBeInTheDocument();
  });
});
