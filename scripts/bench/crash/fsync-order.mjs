import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accepted, startFakeFuse } from '../fake-fuse.mjs';
import { startLiveConsole } from '../live-console.mjs';

const calls = 'connect,fsync,fdatasync,pwrite64,write,writev';

/** Whether strace is installed and may trace a process. */
export function canTrace() {
  const { status } = spawnSync('strace', ['-f', '--seccomp-bpf', '-qq', '-e', 'trace=none', 'true']);
  return status === 0;
}

/**
 * The steps of one cancellation in strace's log, in order: writes and syncs of the journal's write-ahead log, the
 * connection to Fuse, the answer to the browser.
 * @param {string} log
 * @param {number} fusePort
 */
function stepsIn(log, fusePort) {
  return log.split('\n').flatMap((line) => {
    if (/pwrite64\(\d+<[^>]*-wal>/.test(line)) return ['write'];
    // A call during which another thread was traced is continued on a later line, and counts there.
    if (/f(?:data)?sync\(\d+<[^>]*-wal>.*= 0$/.test(line)) return ['sync'];
    if (/<\.\.\. f(?:data)?sync resumed>.*= 0$/.test(line)) return ['sync'];
    if (line.includes(`connect(`) && line.includes(`htons(${fusePort})`)) return ['connect'];
    if (/writev?\(.*"HTTP\/1\.1 201 /.test(line)) return ['answer'];
    return [];
  });
}

/**
 * Runs one cancellation under strace and checks that the intent is on disk before the connection to Fuse, and the
 * outcome before the answer. SIGKILL alone cannot show a missing fsync, because the page cache outlives a process.
 * @returns {Promise<{ order: string[], faults: string[] }>}
 */
export async function fsyncOrder() {
  const folder = mkdtempSync(join(tmpdir(), 'console-fsync-'));
  const log = join(folder, 'trace');
  const fuse = await startFakeFuse({ onRequest: (socket) => socket.end(accepted) });
  // -D: strace runs as a grandchild, so that the console is our own child and gets our signals.
  const prefix = [
    'strace',
    '-D',
    '-f',
    '--seccomp-bpf',
    '-qq',
    '-y',
    '-s',
    '16',
    '-e',
    `trace=${calls}`,
    '-o',
    log,
  ];
  const server = await startLiveConsole({ folder, fuseUrl: fuse.url, prefix });
  try {
    await server.ask('PUT', '/api/applications/10', { name: 'Reminders' });
    const deployment = { name: 'Payments', environment: 'staging' };
    await server.ask('PUT', '/api/applications/10/deployments/20', deployment);
    const before = readFileSync(log, 'utf8').length;
    const target = { applicationId: '10', deploymentId: '20' };
    const answer = await server.ask('PUT', `/api/cancellations/${randomUUID()}`, target);
    if (answer?.status !== 201) throw new Error(`the cancellation was answered with ${answer?.status}`);
    await server.stop('SIGTERM');
    const order = stepsIn(readFileSync(log, 'utf8').slice(before), fuse.port);
    const end = order.indexOf('answer');
    const connected = order.indexOf('connect');
    const intent = order.slice(0, Math.max(connected, 0));
    const outcome = order.slice(connected + 1, Math.max(end, 0));
    const faults = [
      [connected >= 0 && end > connected, 'the log shows no connection, or no answer after it'],
      [intent.includes('write'), 'no intent was written before the connection to Fuse'],
      [
        intent.lastIndexOf('sync') > intent.lastIndexOf('write'),
        'the intent was not synced before the connection',
      ],
      [outcome.includes('write'), 'no outcome was written before the answer'],
      [
        outcome.lastIndexOf('sync') > outcome.lastIndexOf('write'),
        'the outcome was not synced before the answer',
      ],
    ].flatMap(([holds, fault]) => (holds ? [] : [String(fault)]));
    return { order: order.slice(0, end + 1), faults };
  } finally {
    await server.stop('SIGKILL');
    fuse.close();
    rmSync(folder, { recursive: true });
  }
}
