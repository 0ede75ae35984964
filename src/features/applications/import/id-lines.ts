import { linesOf, mayGoOnBelow } from '@/lib/pasted-text';
import type { IdKind } from './id-names';
import { isOff } from './is-off';
import { addPair, emptyReading, sortSpans, type PlacedId, type Reading } from './reading';

// "Application ID: 20481", "app_id=20481", "deployment #310274", "--deployment-id 310274"
const mention =
  /(?<![\p{L}\p{N}_.]|[\p{L}\p{N}_.]-|[^\s-]--)(?<word>app|application|deployment)(?:[ _-]?(?:id|identifier|number|no\.?))?(?![\p{L}\p{N}_])(?<glue>["'`*]{0,9}[ \t]{0,99}(?:(?<sign>:=|=>|->|[→=:])|is\b|#)?[ \t]{0,99}(?:["“„'`(#]|\*\*)?)(?<id>\d+)/dgiu;

// "Old deployment 298113" is not the deployment that is meant.
const otherWord =
  /(?:^|[^\p{L}])(?:old|new|former|previous|prev|last|next|other|another|parent|source|target|wrong|test|not|no|except|without|but) $/iu;
/** "Never cancel …", "Leave … running", "… must not be cancelled": what a sentence denies is not offered. */
const denial =
  /(?<![\p{L}\p{N}_-])(?:never|not|keep|leave|dont|\p{L}+n['’]t|except|other than|without)(?![\p{L}\p{N}_-])/iu;
const sentenceEnd = /[.!?…]["'”’»)]*\s/u;

/** Whether the sentence that names both IDs denies something; behind keys with their values it is about another key. */
function isDenied(line: string, start: number, end: number, areKeys: boolean): boolean {
  const before = line.slice(0, start).split(sentenceEnd).at(-1) ?? '';
  const [behind = ''] = line.slice(end).split(sentenceEnd);
  return denial.test(before + line.slice(start, end) + (areKeys ? '' : behind));
}

/** "Parent Application ID:" is another key. */
const otherKey = /(?:^|[^\p{L}\p{N}])\p{Lu}\p{Ll}+ $/u;

const joined = String.raw`(?:(?:and|or|but|to|of|not|und|oder|bis|&|\+|\/|[-–—→]+>?|=>)\s*)?`;
const ends = /^(?:['’]s(?=\s)|)["'“”’»`)\]}>]{0,9}(?:$|[\s,;&|/]|[.:!?](?:\s|$))/u;
// Another number, dots, a mask, or a unit: what stands before is no ID, or not the whole of it, or not the only one.
const goesOn = new RegExp(
  String.raw`^["'“”’»\x60)\]}>]{0,9}(?:[.:!?,;&|]?\s*${joined}[#("']*(?:\d|\.\.|…|\*|x+\b)|\s*(?:%|(?:calls?|times?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|am|pm|h|min|sec)\b(?!\s*[=:])))`,
  'iu',
);

/** "1500 calls pending" behind an ID: a number with its unit, and no further ID. */
const amount =
  /^(?:[,;]\s+\(?|\s+\()(?<number>\d[\d.,]*)\s+(?:(?:pending|queued|waiting|outbound|scheduled|more)\s+)*(?:calls?|people|persons?|recipients?|contacts?|leads?|customers?|attempts?|retries)\b/iu;

/** What stands behind an ID without the amounts; "310, 274 calls" may be one number and a unit. */
function withoutAmounts(rest: string, isShort: boolean): string {
  const { 0: found, groups } = amount.exec(rest) ?? {};
  const mayBeRest = isShort && /^\d{1,3}$/.test(groups?.['number'] ?? '');
  return found === undefined || mayBeRest ? rest : withoutAmounts(rest.slice(found.length), false);
}

/** Signs of a table, of code, or of a key with a text behind it: names have numbers that are no IDs. */
const isNoProse =
  /[={}<>|│\t\\]|["']\s*:|[,;](?!\s|$|\d{3}(?!\d))|\b(?:name|title|label|subject|note|description)["']?\s*:|^[\s>*-]*["']?(?!(?:app|application|deployment)(?:[_-]?(?:id|identifier))?["']?:)[\p{L}_][\p{L}\p{N}_.-]*["']?:/iu;

/** "enabled=false", "deleted": true */
const setting = /(?<![\p{L}\p{N}_.-])(?<key>[\p{L}_-]{2,30})["']?\s*[:=]\s*["']?(?<value>[\p{L}\p{N}]+)/gu;
const saysOff = (piece: string) =>
  [...piece.matchAll(setting)].some(({ groups }) => isOff(groups?.['key'] ?? '', groups?.['value'] ?? ''));

/** A label with a number, and whether the number is whole and the label is that of an ID. */
function readMention(piece: string, at: number, behind: string, original: string, match: RegExpExecArray) {
  const [start, end] = match.indices?.groups?.['id'] ?? [0, 0];
  const { word = '', id = '', sign, glue = '' } = match.groups ?? {};
  const before = piece.slice(0, match.index);
  const isBold = glue.endsWith('**') && piece.startsWith('**', end);
  const rest = piece.slice(isBold ? end + 2 : end);
  // A quote that is not closed, a text that ends inside of braces, and what goes on behind one or in the next line.
  const isBroken =
    (/["'`“„]$/.test(glue) && !/^["'`”’“»]/.test(rest)) ||
    (rest.trim() === '' && /^(?:\{|\}*[ \t]*\d)/.test(behind)) ||
    mayGoOnBelow(original, at + match.index, at + end);
  const kind: IdKind = /^app/i.test(word) ? 'application' : 'deployment';
  const placed: PlacedId = { id, start: at + start, end: at + end };
  return {
    kind,
    placed,
    isKey: sign !== undefined,
    shown: { start: at + match.index, end: at + end },
    isWhole:
      id.length <= 20 &&
      !isBroken &&
      ends.test(rest) &&
      !goesOn.test(withoutAmounts(rest, id.length <= 3)) &&
      !otherWord.test(before) &&
      !(sign === ':' && otherKey.test(before)),
  };
}

/**
 * Lines that name an application and a deployment with a number each, once each; braces end a line. `original` is the
 * same text with its comments.
 */
export function findIdsInLines(text: string, original: string, withProse: boolean): Reading {
  const reading = emptyReading();
  for (const line of linesOf(text)) {
    const isProse = withProse && !isNoProse.test(line.text.replace(/^[\s>]+/, ''));
    for (const { 0: piece, index } of line.text.matchAll(/[^{}]+/g)) {
      const at = line.start + index;
      const behind = text.slice(at + piece.length, line.end + 40);
      // An object that is not closed was cut.
      const isCut = line.text[index - 1] === '{' && behind === '';
      if (saysOff(piece)) continue;
      const mentions = [...piece.matchAll(mention)].map((match) =>
        readMention(piece, at, behind, original, match),
      );
      const [application, ...moreApplications] = mentions.filter((one) => one.kind === 'application');
      const [deployment, ...moreDeployments] = mentions.filter((one) => one.kind === 'deployment');
      if (application === undefined || deployment === undefined) continue;
      const areKeys = application.isKey && deployment.isKey;
      const isOnly = moreApplications.length === 0 && moreDeployments.length === 0;
      const shown = sortSpans(application.shown, deployment.shown);
      const between = text.slice(shown[0]?.end, shown[1]?.start);
      // A question, or a remark behind the first one.
      const isApart =
        between.includes('?') || (areKeys ? /\s(?:#|\/\/|--|;)\s/ : /\s(?:#|\/\/)\s/).test(between);
      if ((!areKeys && !isProse) || isApart) continue;
      const [from = line.start, to = line.end] = [shown[0]?.start, shown[1]?.end];
      const denied = isProse && isDenied(line.text, from - line.start, to - line.start, areKeys);
      const isWhole = isOnly && !isCut && !denied && application.isWhole && deployment.isWhole;
      const pair = { application: application.placed, deployment: deployment.placed, shown };
      addPair(reading, pair, isWhole);
    }
  }
  return reading;
}
