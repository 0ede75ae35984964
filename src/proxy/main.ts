import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createApp } from './app';
import { describeRevocation, openConsoleFile } from './config/console-file-holder';
import { readConfig, secretNames, variableNames } from './config/env';
import { describeSources, loadEnv } from './config/env-file';
import { listAllowedHosts, consoleOrigin } from './http/guard';
import { createListener, serverTimeouts } from './run/listener';
import { afterTurn, createLog, createLogWriter } from './run/log';
import { createPage } from './http/page';
import { watchParent } from './run/parent';
import { reloadOnHangUp } from './run/hang-up';
import { startRuntime } from './run/start';

const drainMs = 10_000;
const flushMs = 1_000;
const sameSignalMs = 1_000;
const expected = new Set(['BadConfiguration', 'StoreUnusable']);

/** Ends the process with one line for a known error, and with a stack for any other. */
function fail(error: unknown): never {
  const isExpected = error instanceof Error && expected.has(error.name);
  process.stderr.write(
    `${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
}

// A terminal or a pipe that is gone must not end the console.
process.stdout.on('error', () => {});
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function hasDesktop(): boolean {
  const { CI, DISPLAY, WAYLAND_DISPLAY } = process.env;
  return !CI && (process.platform !== 'linux' || Boolean(DISPLAY ?? WAYLAND_DISPLAY));
}

function atMost(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, milliseconds))]);
}

async function listen(server: ReturnType<typeof createServer>, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      process.stderr.write(
        error.code === 'EADDRINUSE'
          ? `PORT ${port} on ${host} is already in use: stop what uses it, or set PORT to another.\n`
          : `HOST ${host}, PORT ${port} cannot be listened on: ${error.message}.\n`,
      );
      process.exit(1);
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

async function main(): Promise<void> {
  const now = () => new Date();
  if (process.argv[2] === 'key') {
    const { newKeyLines } = await import('./run/new-key');
    for (const line of newKeyLines(process.argv[3], now())) say(line);
    return;
  }
  const sources = loadEnv(variableNames);
  const config = readConfig(process.env, sources.file);
  if (process.argv[2] === 'backup') {
    const { runBackup } = await import('./run/backup');
    runBackup(config.databaseUrl, process.argv[3]);
    return;
  }
  const consoleFile = await openConsoleFile(config.consoleFile, process.env);
  const revocation = describeRevocation(consoleFile.current());
  if (process.argv[2] === 'check') {
    say(consoleFile.hasFile() ? `${config.consoleFile.path} is good.` : 'There is no configuration file.');
    if (revocation !== null) say(`${revocation} where it is in force.`);
    return;
  }
  const sourceLines = describeSources(sources, [...variableNames, ...consoleFile.references()]);
  if (consoleFile.hasFile()) sourceLines.unshift(`Configuration file: ${config.consoleFile.path}`);
  if (revocation !== null) sourceLines.push(`${revocation}.`);
  // A browser that is started from here must not inherit them.
  for (const name of [...secretNames, ...consoleFile.references()]) delete process.env[name];
  const page = createPage(fileURLToPath(new URL('../client', import.meta.url)));
  const logWriter = createLogWriter(process.stderr);
  const log = createLog(afterTurn(logWriter.write), now);
  const runtime = await startRuntime(config, consoleFile, now, log);

  let hosts = listAllowedHosts(config.host, config.port, config.publicOrigin);
  const app = createApp({
    ...runtime,
    allowedHosts: () => hosts,
    now,
    log,
    lostLogLines: () => logWriter.lost,
    page,
  });
  const server = createServer(
    serverTimeouts,
    createListener(() => app),
  );
  const port = await listen(server, config.host, config.port);
  hosts = listAllowedHosts(config.host, port, config.publicOrigin);

  const origin = consoleOrigin(config.host, port, config.publicOrigin);
  if (runtime.upstream.kind === 'live') {
    say(`Fuse Cancel Console for ${runtime.upstream.account} at ${runtime.upstream.host}`);
    const lines = runtime.signInLines(origin, process.stdout.isTTY);
    for (const line of lines) say(`  ${line}`);
    say(
      lines.length === 0
        ? `Sign-in links are switched off (${config.consoleFile.path}).`
        : 'Whoever has a link or its token can use the console in that role.',
    );
  } else {
    say(`Fuse Cancel Console, sandbox (no real calls): ${origin}`);
  }
  const proxy = config.fuse?.proxy;
  if (proxy) say(`Fuse is reached through the proxy ${proxy.host}, port ${proxy.port} (HTTPS_PROXY).`);
  for (const line of sourceLines) say(line);
  if (process.argv.includes('--open')) {
    // Not the link itself: a token on a command line can be read by everyone on the machine.
    if (hasDesktop()) await (await import('open')).default(origin);
  }

  let stoppingSince: number | undefined;
  const stop = () => {
    if (stoppingSince !== undefined) {
      // npm and a process manager, or npm and a terminal, send the same signal once each.
      if (performance.now() - stoppingSince > sameSignalMs) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    // Streams never end by themselves and would keep the server open.
    runtime.streams.close();
    const closed = once(server, 'close');
    server.close();
    void app
      .shutDown(drainMs)
      .then(() => {
        server.closeIdleConnections();
        // The last answers are still being written.
        return atMost(flushMs, closed);
      })
      .then(() => runtime.close())
      .then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  watchParent(stop);
  reloadOnHangUp(() => runtime.readConfiguration());
}

void main().catch(fail);
