import { test as base } from '@playwright/test';
import type { ConsoleServer } from './console-server';
import { startConsole } from './console-server';

interface Fixtures {
  /** Environment of the console under test. */
  variables: Record<string, string>;
  server: ConsoleServer;
  /** Console messages that pages may log in this test. */
  allowedMessages: RegExp | null;
  quietPages: void;
}

/** Messages that browsers log while the server of an event stream stops, when it answers 503, and while it is away. */
export const streamErrors =
  /ERR_(?:CONNECTION|SOCKET|INTERNET|INCOMPLETE|NETWORK|EMPTY)|connection to http:.*(?:interrupted|establish)|NS_ERROR|status of 503/;

/** Gives each test a console of its own, and fails it if a page logs an error or violates its own policy. */
export const test = base.extend<Fixtures>({
  variables: [{}, { option: true }],
  allowedMessages: [null, { option: true }],

  server: async ({ variables, context }, provide) => {
    const server = await startConsole(variables);
    await provide(server);
    // Before the server stops, or the pages would log that it is gone.
    await Promise.all(context.pages().map((page) => page.close()));
    await server.dispose();
  },

  quietPages: [
    async ({ context, allowedMessages }, provide) => {
      const noise: string[] = [];
      context.on('weberror', (error) => noise.push(String(error.error())));
      context.on('console', (message) => {
        const text = message.text();
        if (message.type() !== 'error' && message.type() !== 'warning') return;
        if (!allowedMessages?.test(text)) noise.push(text);
      });
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
        });
      });
      await provide();
      if (noise.length > 0) throw new Error(`The page was not quiet:\n${noise.join('\n')}`);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
