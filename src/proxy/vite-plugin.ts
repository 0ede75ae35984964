import { basename } from 'node:path';
import type { Plugin, ViteDevServer } from 'vite';
import { isRunnableDevEnvironment } from 'vite';
import type * as appModule from './app';
import type { ConsoleApp } from './app';
import type * as devModule from './run/dev';
import { loadEnv } from './config/env-file.ts';
import type { Runtime } from './run/start';

const proxied =
  /^\/(?:api(?:[/?]|$)|(?:healthz|metrics|console\.schema\.json|sign-in\/(?:start|callback))(?:\?|$))/;

// Vite restarts itself inside one process when its config changes, before it closes the old server: the
// open store and the sandbox stay here and are handed on.
const kept: { consoleRuntime?: Promise<Runtime> } = globalThis as object;

/** The name of the database's file, and a pattern for the files that SQLite keeps beside it. */
function ownDatabase(url = ''): string[] {
  const name = url.startsWith('file:') ? basename(url.slice('file:'.length)) : '';
  return name === '' ? [] : [name, `${name}-*`];
}

/** Server code through Vite's module graph: evaluated anew when its source has changed. */
function serverModule<T>(server: ViteDevServer, path: string): Promise<T> {
  const environment = server.environments['ssr'];
  if (!environment || !isRunnableDevEnvironment(environment)) {
    throw new Error('Vite cannot run server code here.');
  }
  return environment.runner.import<T>(path);
}

/**
 * Mounts the proxy in Vite's dev server: the same app and guard as the standalone server, reloaded when
 * its source changes.
 */
export function consoleProxy(): Plugin {
  let fromFile: string[] = [];
  return {
    name: 'console-proxy',
    apply: (_config, { command, isPreview }) => command === 'serve' && !isPreview && !process.env['VITEST'],

    config() {
      fromFile = [...fromFile, ...loadEnv().file];
      return {
        server: {
          // Checked with the rest of the configuration before anything is served.
          host: process.env['HOST']?.trim() || '127.0.0.1',
          port: Number(process.env['PORT']?.trim() || 4180),
          strictPort: true,
          cors: false,
          // Our own check of the Host knows which paths need none.
          allowedHosts: true,
          // Vite serves any file below the root that is not denied; this list replaces its own.
          fs: {
            deny: [
              '.env',
              '.env.*',
              '*.{crt,pem,key}',
              '**/.git/**',
              '**/data/**',
              '*.{db,token,yaml,yml}',
              '*.db-*',
              ...ownDatabase(process.env['DATABASE_URL']),
              ...(process.env['CONFIG_FILE'] ? [basename(process.env['CONFIG_FILE'])] : []),
            ],
          },
        },
      };
    },

    async configureServer(server) {
      const dev = await serverModule<typeof devModule>(server, '/src/proxy/run/dev.ts');
      const now = () => new Date();
      const config = dev.readConfig(process.env, fromFile);
      const logWriter = dev.createLogWriter(process.stderr);
      const log = dev.createLog(logWriter.write, now);
      const lostLogLines = () => logWriter.lost;
      const consoleFile = await dev.openConsoleFile(config.consoleFile, process.env);
      const isFirst = kept.consoleRuntime === undefined;
      kept.consoleRuntime ??= dev.startRuntime(config, consoleFile, now, log);
      const runtime = await kept.consoleRuntime;
      if (isFirst) dev.reloadOnHangUp(() => runtime.readConfiguration());
      const allowedHosts = () =>
        dev.listAllowedHosts(config.host, server.config.server.port, config.publicOrigin);

      let last: { module: typeof appModule; app: ConsoleApp } | undefined;
      const currentApp = async (): Promise<ConsoleApp> => {
        const module = await serverModule<typeof appModule>(server, '/src/proxy/app.ts');
        if (last?.module !== module) {
          last = { module, app: module.createApp({ ...runtime, allowedHosts, now, log, lostLogLines }) };
        }
        return last.app;
      };
      const listener = dev.createListener(currentApp);

      server.middlewares.use((request, response, next) => {
        if (dev.refuseAmbiguous(currentApp, request, response)) return;
        if (proxied.test(request.url ?? '')) {
          listener(request, response);
          return;
        }
        try {
          dev.checkHost(request.headers.host, allowedHosts());
        } catch {
          response.writeHead(403, { 'content-type': 'text/plain' });
          response.end('This console does not answer to that Host.\n');
          return;
        }
        next();
      });
      // Vite answers the upgrades of its own socket only and would leave any other waiting.
      server.httpServer?.prependListener('upgrade', (request, socket) => {
        const { host, origin, 'sec-websocket-protocol': protocol } = request.headers;
        try {
          dev.checkHost(host, allowedHosts());
          if (protocol?.startsWith('vite-') && origin === `http://${host}`) return;
        } catch {
          // It goes the way of the others.
        }
        socket.destroy();
      });
      if (server.httpServer && 'headersTimeout' in server.httpServer) {
        Object.assign(server.httpServer, dev.serverTimeouts);
      }
      server.httpServer?.once('listening', () => {
        const origin = dev.consoleOrigin(config.host, server.config.server.port, config.publicOrigin);
        const sources = { file: fromFile, overridden: [] };
        for (const line of [
          ...runtime.signInLines(origin, process.stdout.isTTY),
          ...dev.describeSources(sources, dev.variableNames),
        ]) {
          server.config.logger.info(`  ${line}`);
        }
      });
    },
  };
}
