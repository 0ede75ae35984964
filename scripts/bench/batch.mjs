import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startConsole, startUpstream } from './consoles.mjs';
import { add, addRatio, median } from './figures.mjs';
import { findProgram } from './proxies.mjs';
import { savedList } from './saved-list.mjs';

const targets = 100;
const delay = 100;
const rounds = 3;

/**
 * Sends the same DELETEs with curl in a shell loop. Resolves to the milliseconds.
 * @param {string} upstream
 */
async function shellLoop(upstream) {
  const command = `for id in $(seq 400000 ${400_000 + targets - 1}); do
    curl --silent --fail --request DELETE --user bench@example.com:bench-developer-key \\
      "${upstream}/api/apps/20000/$id/cancel" || exit 1
  done`;
  const begun = performance.now();
  await promisify(execFile)('sh', ['-c', command]);
  return performance.now() - begun;
}

/** A batch of 100, one after another without a pause, beside a shell loop with curl. */
export async function batch() {
  const list = savedList(targets, targets);
  const upstream = await startUpstream(delay);
  const console_ = await startConsole({
    fuseUrl: upstream.origin,
    list,
    variables: { BATCH_PAUSE_MS: '0' },
  });
  const hasCurl = findProgram('curl') !== null;
  if (!hasCurl) console.log('batch: curl is not installed and left out');
  const deployments = list.applications.flatMap(({ applicationId, deployments }) =>
    deployments.map(({ deploymentId }) => ({ applicationId, deploymentId })),
  );
  /** IDs of the earlier batches, which the next batch has to name. @type {string[]} */
  const despite = [];
  /** Runs one batch. Resolves to the milliseconds from the request to the last outcome, as a client sees them. */
  async function runBatch() {
    const id = randomUUID();
    const path = `/api/batches/${id}`;
    const begun = performance.now();
    const started = await console_.ask('PUT', path, { targets: deployments, despite });
    despite.push(id);
    if (started?.status !== 202) throw new Error(`the batch was refused: ${started?.body}`);
    // No polling until the end is near, so that it costs nothing.
    await sleep(targets * delay);
    for (;;) {
      const answer = await console_.ask('GET', path);
      const { state } = JSON.parse(answer?.body ?? '{}');
      if (state === 'finished') return performance.now() - begun;
      if (state !== 'running') throw new Error(`the batch ended as ${state}`);
      await sleep(20);
    }
  }
  try {
    /** @type {Record<'ours' | 'loop', number[]>} */
    const times = { ours: [], loop: [] };
    for (let round = 0; round < rounds; round += 1) {
      times.ours.push(await runBatch());
      if (hasCurl) times.loop.push(await shellLoop(upstream.origin));
    }
    const figure = `a batch of ${targets}, upstream ${delay} ms`;
    addRatio(figure, median(times.ours), targets * delay, {
      unit: 'ms',
      what: 'the upstream alone',
      times: 1.1,
    });
    if (hasCurl)
      addRatio('  the same', median(times.ours), median(times.loop), {
        unit: 'ms',
        what: 'curl in a shell loop',
      });
    else add({ figure: '  the same with curl', measured: 'not installed' });
  } finally {
    await console_.dispose();
    upstream.stop();
  }
}
