import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { paths } from '../../contract';
import { openConsole } from '../testing/test-app';
import { createListener } from '../run/listener';
import { intent } from '../testing/store-contract/fixtures';

const secret = 'disk I/O error at /var/lib/console/secret.db';

/** What reaches a client, and whether its answer came to an end in order. */
async function read(port: number, path: string, headers: Record<string, string>, leaveAfter = Infinity) {
  const asked = request({ port, path, headers: { host: '127.0.0.1:4180', ...headers } });
  asked.on('error', () => undefined).end();
  const answer = await new Promise<IncomingMessage>((resolve) => asked.once('response', resolve));
  let text = '';
  answer.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
    if (text.length > leaveAfter) asked.destroy();
  });
  answer.on('error', () => undefined);
  await new Promise((resolve) => answer.once('close', resolve));
  return { status: answer.statusCode, text, isWhole: answer.complete };
}

/** A console on a socket with more in its journal and list than one piece of a file holds. */
async function openServer() {
  const console_ = await openConsole();
  for (let at = 0; at < 250; at += 1) await console_.store.claim(intent({ deploymentId: String(at) }));
  await console_.store.applyListChanges({
    applications: [],
    deployments: Array.from({ length: 250 }, (_, at) => ({
      applicationId: '10',
      deploymentId: String(at),
      values: { name: `Deployment ${at}`, environment: 'staging', tags: [], note: null },
    })),
  });
  const server = createServer(createListener(() => console_.app)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { ...console_, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

type Server = Awaited<ReturnType<typeof openServer>>;

/** Fails in the middle of the file: after its first piece has been taken. */
function breakJournal({ store }: Server): void {
  const listCancellations = store.listCancellations.bind(store);
  store.listCancellations = (filter, page) =>
    page.cursor === undefined ? listCancellations(filter, page) : Promise.reject(new Error(secret));
}

function breakList({ store }: Server): void {
  const listApplications = store.listApplications.bind(store);
  store.listApplications = async () => {
    const [application] = await listApplications();
    if (application === undefined) throw new Error('the list is empty');
    const broken = {
      ...application,
      get deployments(): never {
        throw new Error(secret);
      },
    };
    return [application, broken];
  };
}

afterEach(() => vi.restoreAllMocks());

describe('a download', () => {
  const downloads = [
    ['the journal as CSV', paths.export('csv'), breakJournal],
    ['the journal as JSON', paths.export('json'), breakJournal],
    ['the saved list as CSV', paths.savedList('csv'), breakList],
    ['the saved list as JSON', paths.savedList('json'), breakList],
  ] as const;

  describe.each(downloads)('%s', (_, path, breakIt) => {
    it.each(['identity', 'gzip, br'])(
      'that fails half-way is broken off, logged, and tells nothing (Accept-Encoding: %s)',
      async (encoding) => {
        const printed = (['log', 'info', 'error'] as const).map((name) =>
          vi.spyOn(console, name).mockImplementation(() => undefined),
        );
        const server = await openServer();
        breakIt(server);
        const { text, isWhole } = await read(server.port, path, { 'accept-encoding': encoding });
        expect(isWhole).toBe(false);
        expect(text).not.toMatch(/error|secret/i);
        expect(server.log.join('\n')).toContain(secret);
        expect(server.log.join('\n')).toContain('download_broken_off');
        for (const print of printed) expect(print).not.toHaveBeenCalled();
      },
    );

    it('is complete if nothing fails', async () => {
      const { port } = await openServer();
      const { status, text, isWhole } = await read(port, path, {});
      expect([status, isWhole]).toEqual([200, true]);
      for (const at of [0, 125, 249]) expect(text).toMatch(new RegExp(`["',]${at}[",]`));
    });

    it('has no body for HEAD', async () => {
      const { app } = await openConsole();
      const answer = await app.fetch(
        new Request(`http://127.0.0.1:4180${path}`, { method: 'HEAD', headers: { host: '127.0.0.1:4180' } }),
      );
      expect([answer.status, await answer.text()]).toEqual([200, '']);
      expect(answer.headers.get('content-disposition')).toContain('attachment');
    });
  });

  it('reads no more of the journal when its reader has left', async () => {
    const server = await openServer();
    const listCancellations = server.store.listCancellations.bind(server.store);
    const signals: (AbortSignal | undefined)[] = [];
    server.store.listCancellations = async (filter, page) => {
      signals.push(page.signal);
      // A page that never ends, as a search for what is not there.
      if (page.cursor !== undefined)
        await new Promise((_, reject) =>
          page.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
        );
      return listCancellations(filter, page);
    };
    await read(server.port, paths.export('csv'), {}, 100);
    await vi.waitUntil(() => signals.at(-1)?.aborted);
    expect(server.log.join('\n')).not.toContain('download_broken_off');
  });
});
