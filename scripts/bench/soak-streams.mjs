import { request } from 'node:http';

/**
 * Opens an event stream and counts its events.
 * @param {string} origin
 * @param {Record<string, string>} identity
 */
export function openStream(origin, identity) {
  const stream = { first: 0, last: 0, events: 0, sum: 0, outOfOrder: 0, breaks: 0, close: () => {} };
  const sent = request(`${origin}/api/events`, { headers: identity, agent: false }, (response) => {
    let rest = '';
    response.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      const frames = (rest + chunk).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const id = Number(/^id: (\d+)$/m.exec(frame)?.[1] ?? Number.NaN);
        if (Number.isNaN(id)) continue;
        if (frame.includes('retry:')) stream.first = stream.last = id;
        else {
          stream.events += 1;
          stream.sum += id;
          if (id <= stream.last) stream.outOfOrder += 1;
          stream.last = id;
        }
      }
    });
    response.once('close', () => (stream.breaks += 1));
    response.once('error', () => {});
  });
  sent.once('error', () => (stream.breaks += 1));
  sent.end();
  stream.close = () => sent.destroy();
  return stream;
}
