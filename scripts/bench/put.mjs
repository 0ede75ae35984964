import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { openCommits } from './commits.mjs';
import { startConsole, startUpstream } from './consoles.mjs';
import { add, addLimit, addRatio, median } from './figures.mjs';
import { startHttpProxy, startNginx, startScript } from './proxies.mjs';
import { savedList } from './saved-list.mjs';

const rounds = 300;
const [applicationId, deployments] = ['20000', 20];

/**
 * Sends one request and gives the time until its answer was read.
 * @param {string} method
 * @param {string} url
 * @param {{ agent: Agent | false, headers?: Record<string, string>, body?: string }} options
 * @returns {Promise<number>}
 */
const timed = (method, url, { agent, headers = {}, body = '' }) =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    const length = body && { 'content-length': Buffer.byteLength(body) };
    request(url, { method, agent, headers: { ...headers, ...length } }, (response) => {
      response.resume().once('end', () => {
        const time = performance.now() - begun;
        if (response.statusCode === 201 || response.statusCode === 202) resolve(time);
        else reject(new Error(`${method} ${url} was answered with ${response.statusCode}`));
      });
    })
      .once('error', reject)
      .end(body);
  });

/** What the console adds to a DELETE, one at a time, and what two plain proxies and a bare journal add. */
export async function put() {
  const upstream = await startUpstream();
  const console_ = await startConsole({
    fuseUrl: upstream.origin,
    list: savedList(deployments, deployments),
  });
  const commits = openCommits(join(console_.folder, 'commits.db'));
  const journal = await startScript('bare-journal.mjs', upstream.origin, console_.folder);
  const proxy = await startHttpProxy(upstream.origin);
  const nginx = await startNginx(upstream.origin);
  if (nginx === null) console.log('put: nginx is not installed and left out');
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  const path = `/api/apps/${applicationId}/400000/cancel`;
  const authorization = `Basic ${Buffer.from('bench@example.com:bench-developer-key').toString('base64')}`;
  /** @param {string} origin @param {Agent | false} agent */
  const remove = (origin, agent) =>
    timed('DELETE', `${origin}${path}`, { agent, headers: { authorization } });
  let turn = 0;
  /** The newest cancellation of each deployment: the next one has to say that it knows. @type {Map<string, string>} */
  const newest = new Map();
  /** @param {string} origin @param {Record<string, string>} headers */
  const cancel = (origin, headers) => {
    const deploymentId = String(400_000 + (turn++ % deployments));
    const id = randomUUID();
    const previous = newest.get(`${origin} ${deploymentId}`);
    newest.set(`${origin} ${deploymentId}`, id);
    return timed('PUT', `${origin}/api/cancellations/${id}`, {
      agent: kept,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        applicationId,
        deploymentId,
        despite: previous === undefined ? [] : [previous],
      }),
    });
  };
  const twoCommits = () => {
    const begun = performance.now();
    const id = randomUUID();
    commits.insert(id);
    commits.update(id);
    return performance.now() - begun;
  };
  const cases = {
    // As the console does: each DELETE on a connection of its own, which is the upstream's to close.
    direct: () => remove(upstream.origin, false),
    again: () => remove(upstream.origin, false),
    ours: () => cancel(console_.origin, console_.person),
    journal: () => cancel(journal.origin, { authorization }),
    proxy: () => remove(proxy.origin, kept),
    ...(nginx && { nginx: () => remove(nginx.origin, kept) }),
  };
  try {
    /** @type {Record<string, number[]>} */
    const times = { commits: [] };
    for (let round = -20; round < rounds; round += 1) {
      for (const [name, send] of Object.entries(cases)) {
        const time = await send();
        if (round >= 0) (times[name] ??= []).push(time);
      }
      if (round >= 0) times['commits']?.push(twoCommits());
    }
    const of = (/** @type {string} */ name) => median(times[name] ?? []);
    const direct = of('direct');
    addRatio('noise: a direct DELETE, fresh connection', of('again'), direct, {
      unit: 'ms',
      what: 'the same',
    });
    /** What a way adds to the direct request. @param {string} figure @param {string} name @param {number} [limit] */
    const addOver = (figure, name, limit) => {
      const over = of(name) - direct;
      add({
        figure,
        measured: `+ ${over.toFixed(1)} ms`,
        reference: `${direct.toFixed(1)} ms direct DELETE`,
        ...(limit !== undefined && { goal: `≤ + ${limit} ms`, ok: over <= limit }),
      });
    };
    addOver('PUT over a direct DELETE', 'ours', 2);
    addLimit('  of it: two durable commits on this disk', of('commits'), { unit: 'ms' });
    addOver('  a PUT to a bare journal: two such commits', 'journal');
    addOver('  a DELETE through http-proxy-3', 'proxy');
    if (nginx) addOver('  a DELETE through nginx', 'nginx');
    else add({ figure: '  a DELETE through nginx', measured: 'not installed' });
  } finally {
    kept.destroy();
    commits.close();
    await nginx?.stop();
    proxy.stop();
    journal.stop();
    await console_.dispose();
    upstream.stop();
  }
}
