import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepted, startFakeFuse } from './fake-fuse.mjs';
import { startConsole } from './consoles.mjs';
import { addLimit, addRatio, quantile } from './figures.mjs';
import { startScript } from './proxies.mjs';
import { savedList } from './saved-list.mjs';

const streams = 200;
const rounds = 20;
const limitMs = 50;

/**
 * Opens an event stream and calls `onText` with each piece that arrives.
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {(text: string) => void} onText
 */
async function listen(url, headers, onText) {
  const sent = request(url, { headers, agent: false }).end();
  const [response] = await once(sent, 'response');
  sent.on('error', () => {});
  response.on('error', () => {});
  response.setEncoding('utf8').on('data', onText);
  return () => sent.destroy();
}

/**
 * Measures an outcome's way to 200 other pages, from Fuse's answer until the event is read. The reference is a server that
 * writes the same bytes to 200 open responses, measured from its request.
 */
export async function outcomeStreams() {
  let answered = 0;
  const fuse = await startFakeFuse({
    onRequest(socket) {
      answered = performance.now();
      socket.end(accepted);
    },
  });
  const console_ = await startConsole({ fuseUrl: fuse.url, list: savedList(20, 20) });
  const bare = await startScript('fan-out.mjs');
  /** @type {Record<'ours' | 'bare' | 'again', number[]>} */
  const times = { ours: [], bare: [], again: [] };
  const close = [];
  let event = '';
  let wanted = '';
  let asked = 0;
  /** @type {'bare' | 'again'} */
  let turn = 'bare';
  try {
    for (let number = 0; number < streams; number += 1) {
      close.push(
        await listen(`${console_.origin}/api/events`, { cookie: console_.cookie }, (text) => {
          if (!text.includes(wanted) || !text.includes('"outcome":"accepted"')) return;
          times.ours.push(performance.now() - answered);
          event = text;
        }),
        await listen(bare.origin, {}, (text) => {
          if (text.startsWith('id:')) times[turn].push(performance.now() - asked);
        }),
      );
    }
    for (let round = 0; round < rounds; round += 1) {
      wanted = randomUUID();
      const target = { applicationId: '20000', deploymentId: String(400_000 + (round % 20)) };
      await console_.ask('PUT', `/api/cancellations/${wanted}`, target);
      await sleep(300);
      for (const name of /** @type {const} */ (['bare', 'again'])) {
        turn = name;
        asked = performance.now();
        request(bare.origin, { method: 'POST', agent: false }).end(event);
        await sleep(300);
      }
    }
    const missing = streams * rounds - times.ours.length;
    if (missing !== 0) throw new Error(`${missing} of ${streams * rounds} events did not come`);
    const p95 = (/** @type {keyof typeof times} */ name) => quantile(times[name], 0.95);
    addRatio('noise: bytes to 200 open answers, p95', p95('again'), p95('bare'), {
      unit: 'ms',
      what: 'the same',
    });
    addLimit('an outcome on 200 other streams, p95', p95('ours'), {
      unit: 'ms',
      limit: limitMs,
      reference: p95('bare'),
      what: 'the same bytes, bare server',
    });
  } finally {
    for (const end of close) end();
    bare.stop();
    await console_.dispose();
    fuse.close();
  }
}
