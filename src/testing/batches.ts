import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { batchRequest, paths, type BatchRequest } from '@/contract';
import { makeApplication, makeBatch, makeDeployment } from './factories';
import { server, withList } from './handlers';
import { renderApp } from './render';

export const three = makeApplication({
  deployments: [
    makeDeployment({ name: 'Spring' }),
    makeDeployment({ deploymentId: '2002', name: 'Recall' }),
    makeDeployment({ deploymentId: '2003', name: 'Exit poll', environment: 'Production' }),
  ],
});

/** What all three have in common, but for one's environment. */
export const named = { applicationId: '101', applicationName: 'Reminders', environment: 'staging' };

interface Sent {
  id: string;
  body: BatchRequest;
}

/** A console with three deployments that starts batches, and keeps what was put. */
export function batches(answer: (id: string) => Response | Promise<Response> = started) {
  const sent: Sent[] = [];
  server.use(
    withList(three),
    http.put(paths.batch(':id'), async ({ params, request }) => {
      const id = String(params['id']);
      sent.push({ id, body: batchRequest.parse(await request.json()) });
      return answer(id);
    }),
    http.get(paths.batch(':id'), ({ params }) => HttpResponse.json(finished(String(params['id'])))),
  );
  return sent;
}
export const finished = (id: string) => makeBatch(['accepted', 'accepted', 'accepted'], { id });
export const started = (id: string) => HttpResponse.json(finished(id), { status: 202 });

/** The page with the dialog for all three. */
export async function openBatchDialog() {
  const page = renderApp();
  await page.user.click(await screen.findByRole('checkbox', { name: 'Select all 3' }));
  await page.user.click(await screen.findByRole('button', { name: 'Cancel all pending calls…' }));
  const dialog = within(await screen.findByRole('alertdialog'));
  const confirm = dialog.getByRole('button', { name: 'Cancel all pending calls of 3 deployments' });
  return { ...page, dialog, confirm, number: dialog.getByLabelText('Number of deployments') };
}
