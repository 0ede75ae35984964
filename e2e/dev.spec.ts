import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { countCancellations, coreJourney } from './testing/core-journey';
import { startConsole } from './testing/console-server';
import { expect, streamErrors, test } from './testing/fixtures';

test.describe('npm run dev', () => {
  // Vite's own messages about its socket while the server restarts.
  test.use({ allowedMessages: new RegExp(`\\[vite\\]|WebSocket|${streamErrors.source}`) });

  test('serves the core journey from source', async ({ page }) => {
    const server = await startConsole({}, 'dev');
    try {
      await coreJourney(page, server);
      expect(countCancellations(await server.log())).toBe(1);
      await expect(page.getByRole('banner').getByText('Updating')).toBeVisible();
      writeFileSync(join(dirname(server.file), 'console.yaml'), 'rules: [{ reason: requird }]');
      process.kill(server.pid ?? 0, 'SIGHUP');
      await expect.poll(() => server.log()).toContain('"event":"configuration_read","result":"refused"');
      await expect(page.getByText('The configuration file has an error.')).toBeVisible();
    } finally {
      await server.dispose();
    }
  });
});
