import { countCancellations, coreJourney } from './journey';
import { startConsole } from './server';
import { expect, streamErrors, test } from './test';

test.describe('npm run dev', () => {
  // Vite's own messages about its socket while the server restarts.
  test.use({ allowedMessages: new RegExp(`\\[vite\\]|WebSocket|${streamErrors.source}`) });

  test('serves the core journey from source', async ({ page }) => {
    const server = await startConsole({}, 'dev');
    try {
      await coreJourney(page, server);
      expect(countCancellations(await server.log())).toBe(1);
    } finally {
      await server.dispose();
    }
  });
});
