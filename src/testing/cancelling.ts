import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach } from 'vitest';
import { paths, type Cancellation } from '@/contract';
import { makeApplication, makeCancellation, makeDeployment } from './factories';
import { onCancel, server, type Sent } from './handlers';
import { renderApp } from './render';

let last: Cancellation | null = null;
afterEach(() => {
  last = null;
});

/** Makes this the row's last cancellation. */
export const setLastCancellation = (record: Cancellation): void => {
  last = record;
};

/** The console: it keeps what it answers as the row's last cancellation, as the real one does. */
export function consoleAnswers(parts: Partial<Cancellation>, environment = 'staging') {
  const sent: Sent[] = [];
  server.use(
    http.get(paths.applications, () =>
      HttpResponse.json({
        items: [makeApplication({ deployments: [makeDeployment({ environment, lastCancellation: last })] })],
      }),
    ),
    onCancel(sent, (id) => {
      last = makeCancellation({ id, environment, ...parts });
      return HttpResponse.json(last, { status: 201 });
    }),
  );
  return sent;
}

/** The page with the dialog of its first row. */
export async function openCancelDialog(address?: string) {
  const page = renderApp(address);
  const button = await screen.findByRole('button', { name: /^Cancel calls… of Spring reminder/ });
  await page.user.click(button);
  const dialog = await screen.findByRole('alertdialog');
  const confirm = within(dialog).getByRole('button', { name: 'Cancel all pending calls' });
  return { ...page, button, dialog, confirm };
}
