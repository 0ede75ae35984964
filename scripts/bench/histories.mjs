import { addLimit, median, quantile } from './figures.mjs';

/** As the seeded journal has them. */
const deployments = 10_000;
/** As many as one request may ask for: more than any window shows. */
const aRequest = 100;
const limitMs = 50;

/** The request for the last ten outcomes of a hundred deployments. @param {number} first */
function pathFrom(first) {
  const targets = Array.from({ length: aRequest }, (_, at) => {
    const deployment = 1 + ((first + at * 101) % deployments);
    return `${1001 + (deployment % 100)}/${50_000 + deployment}`;
  });
  return `/api/applications/history?targets=${targets.join()}`;
}

/**
 * Measures the last ten outcomes of a hundred deployments, of all ten thousand in turn.
 * @param {string} database
 * @param {{ ask: (path: string) => Promise<import('./serve.mjs').Answer> }} large
 * @param {{ ask: (path: string) => Promise<import('./serve.mjs').Answer> }} small with an empty journal
 */
export async function measureHistories(database, large, small) {
  /** @type {number[]} */
  const times = [];
  /** @type {number[]} */
  const emptyTimes = [];
  for (let first = 0; first < aRequest; first += 1) {
    const { status, body, milliseconds } = await large.ask(pathFrom(first));
    const { items } = JSON.parse(body);
    if (status !== 200 || items.length !== aRequest || items[0].cancellations.length !== 10)
      throw new Error(`the history was answered with ${status}: ${body.slice(0, 200)}`);
    times.push(milliseconds);
    emptyTimes.push((await small.ask(pathFrom(first))).milliseconds);
  }
  const reference = { unit: /** @type {const} */ ('ms'), limit: limitMs, what: 'an empty journal' };
  const title = `last ten outcomes of ${aRequest} deployments, a million records, ${database}`;
  addLimit(title, median(times), { ...reference, reference: median(emptyTimes) });
  addLimit(`${title}, p99`, quantile(times, 0.99), { ...reference, reference: quantile(emptyTimes, 0.99) });
}
