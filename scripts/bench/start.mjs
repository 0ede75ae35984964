import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { serve } from './serve.mjs';
import { add } from './figures.mjs';

/** @param {number | undefined} pid */
function residentMegabytes(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return (Number(stdout.trim()) * 1024) / 1e6;
}

/** Measures how long a start takes and how much memory the server needs. */
export async function start() {
  const server = await serve();
  try {
    const seconds = server.secondsToFirstAnswer;
    add({
      figure: 'start: to the first answered request',
      measured: `${seconds.toFixed(2)} s`,
      goal: '1 s',
      ok: seconds <= 1,
    });
    let previous = randomUUID();
    for (let sent = 0; sent < 1000; sent += 1) {
      const id = randomUUID();
      // Each cancellation names the one before, which was accepted just now.
      const target = { applicationId: '20999', deploymentId: '319901', despite: [previous] };
      const { status } = await server.ask(`/api/cancellations/${id}`, JSON.stringify(target));
      previous = id;
      if (status !== 201) throw new Error(`a cancellation was answered with ${status}`);
    }
    const memory = residentMegabytes(server.pid);
    add({
      figure: 'start: resident memory after 1,000 cancellations',
      measured: `${memory.toFixed(0)} MB`,
      goal: '150 MB',
      ok: memory <= 150,
    });
  } finally {
    await server.stop();
  }
}
