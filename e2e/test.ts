import { test as base } from '@playwright/test';
import type { ConsoleServer } from './server';
import { startConsole } from './server';

interface Fixtures {
  /** Environment of the console under test. */
  variables: Record<string, string>;
  server: ConsoleServer;
  /** Messages that a page may write to its console in this test. */
  allowedMessages: RegExp[];
  quietPages: void;
}

/** Every test has a console of its own, and fails when a page logs an error or breaks its own policy. */
export const test = base.extend<Fixtures>({
  variables: [{}, { option: true }],
  allowedMessages: [[], { option: true }],

  server: async ({ variables, context }, provide) => {
    const server = await startConsole(variables);
    await provide(server);
    // A page that still loads something would complain of a server that is gone.
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
        if (!allowedMessages.some((allowed) => allowed.test(text))) noise.push(text);
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
