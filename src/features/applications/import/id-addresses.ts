import { mayGoOnBelow } from '@/lib/pasted-text';
import { addPair, emptyReading, type PlacedId, type Reading } from './reading';

// JSON may write a slash as `\/`, and an address inside of another one as `%2F`.
const slash = String.raw`(?:\\?\/|%2F)`;
const address = new RegExp(
  String.raw`(?:(?<![\p{L}\p{N}_.-])|(?<=%2F))(?:apps${slash}(?<app1>\d+)${slash}(?<dep1>\d+)|applications${slash}(?<app2>\d+)${slash}deployments${slash}(?<dep2>\d+))`,
  'dgiu',
);

// What ends an ID: the address goes on, a quote that is not joined with another one, a bracket, a comma or semicolon
// without a digit after it, a cell's end, a word, the end of an HTML element or line without a digit in the next one,
// or the line's end.
const boundary = new RegExp(
  String.raw`^(?:${slash}|[?#](?!\d)|\\*["'“”’»\x60](?![^\p{L}\p{N}\n/,;\t|│]*\d|[ \t]*\+[ \t]*[\p{L}$])|&(?:quot|apos|#0?39);(?!\d)|[)\]}>](?!\d)|[,;](?!\s*\d)|\t(?!\s*\d)|[ ]+[|│]|[|│](?!\d)|<(?=\/|br\b)(?!(?<=<)[^<>]*>(?:<[^<>]*>|\s)*\d)|[ ]+(?!x+\b)\p{L}|[ \t]*(?:\n|$))`,
  'iu',
);

// Before an address: a quote that begins it. Where its line ends without another one, the address was cut.
const openQuote = /["“„\x60][^\s"“”„\x60]*$/;

/**
 * Every address of a deployment: `apps/{application}/{deployment}` as Fuse has it, or as this console has it.
 * `original` is the same text with its comments.
 */
export function findAddresses(text: string, original: string): Reading {
  const reading = emptyReading();
  for (const match of text.matchAll(address)) {
    const placed = (...names: string[]): PlacedId => {
      const name = names.find((one) => match.groups?.[one] !== undefined) ?? '';
      const [start = 0, end = 0] = match.indices?.groups?.[name] ?? [];
      return { id: text.slice(start, end), start, end };
    };
    const [application, deployment] = [placed('app1', 'app2'), placed('dep1', 'dep2')];
    const rest = text.slice(deployment.end, deployment.end + 200);
    const isCut =
      /^[ \t]*(?:\n|$)/.test(rest) && openQuote.test(text.slice(Math.max(0, match.index - 300), match.index));
    const isWhole =
      application.id.length <= 20 &&
      deployment.id.length <= 20 &&
      !isCut &&
      boundary.test(rest) &&
      !mayGoOnBelow(original, match.index, deployment.end);
    // Without what stands before the host and behind `?`: it may be a password or a key.
    const before =
      /[\w./%\\-]*$/
        .exec(text.slice(Math.max(0, match.index - 60), match.index))?.[0]
        .replace(/^[\\/]{2,}/, '') ?? '';
    const behind = /^[\w/%\\-]{0,40}/.exec(rest)?.[0] ?? '';
    const shown = [{ start: match.index - before.length, end: deployment.end + behind.length }];
    addPair(reading, { application, deployment, shown }, isWhole);
  }
  return reading;
}
