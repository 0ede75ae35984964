import { linesOf } from '@/lib/pasted-text';
import type { Mention } from './id-addresses';
import type { IdKind, PlacedId } from './id-names';

// "Application ID: 20481", "app_id=20481", "deployment #310274", "--deployment-id 310274"
const mention =
  /(?<![\p{L}\p{N}_.]|[\p{L}\p{N}_.]-|[^\s-]--)(?<word>app|application|deployment)(?:[ _-]?(?:id|identifier|number|no\.?))?(?![\p{L}\p{N}_])(?<glue>["'`*]*[ \t]*(?:(?<sign>:=|=>|->|[→=:])|is\b|#)?[ \t]*(?:["“„'`(#]|\*\*)?)(?<id>\d+)/dgiu;

// "Old deployment 298113" is not the deployment that is meant.
const otherWord =
  /(?:^|[^\p{L}])(?:old|new|former|previous|prev|last|next|other|another|parent|source|target|wrong|test|not|no|except|without|but) $/iu;
/** "Parent Application ID:" is another key. */
const otherKey = /(?:^|[^\p{L}\p{N}])\p{Lu}\p{Ll}+ $/u;

const joined = String.raw`(?:(?:and|or|but|to|of|not|und|oder|bis|&|\+|\/|[-–—→]+>?|=>)\s*)?`;
const ends = /^["'“”’»`)\]}>]*(?:$|[\s,;&|/]|[.:!?](?:\s|$))/u;
// Another number, dots, a mask, or a unit: what stands before is no ID, or not the whole of it, or not the only one.
const goesOn = new RegExp(
  String.raw`^["'“”’»\x60)\]}>]*(?:[.:!?,;&|]?\s*${joined}[#("']*(?:\d|\.\.|…|\*|x+\b)|\s*(?:%|(?:calls?|times?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|am|pm|h|min|sec)\b))`,
  'iu',
);

/** Signs of a table, of code, or of a key with a text behind it: names have numbers that are no IDs. */
const isNoProse =
  /[={}<>|\t\\]|["']\s*:|[,;](?=[^\s])|\b(?:name|title|label|subject|note|description)["']?\s*:|^[\s>*-]*["']?(?!(?:app|application|deployment)(?:[_-]?(?:id|identifier))?["']?:)[\p{L}_][\p{L}\p{N}_.-]*["']?:/iu;

/** Lines that name an application and a deployment with a number each, once each; braces end a line. */
export function idsInLines(text: string, withProse: boolean): Mention[] {
  const found: Mention[] = [];
  for (const line of linesOf(text)) {
    for (const { 0: piece, index } of line.text.matchAll(/[^{}]+/g)) {
      const behind = line.text.slice(index + piece.length) + text.slice(line.end, line.end + 40);
      const mentions = [...piece.matchAll(mention)].map((match) => {
        const [start, end] = match.indices?.groups?.['id'] ?? [0, 0];
        const { word = '', id = '', sign, glue = '' } = match.groups ?? {};
        const before = piece.slice(0, match.index);
        const isBold = glue.endsWith('**') && piece.startsWith('**', end);
        const rest = piece.slice(isBold ? end + 2 : end);
        const at = line.start + index;
        const isBroken = rest.trim() === '' && /^(?:\{|\}*[\s>]*\d)/.test(behind);
        return {
          kind: (/^app/i.test(word) ? 'application' : 'deployment') satisfies IdKind,
          isKey: sign !== undefined,
          placed: { id, start: at + start, end: at + end } satisfies PlacedId,
          shown: { start: at + match.index, end: at + end },
          isWhole:
            id.length <= 20 &&
            !isBroken &&
            ends.test(rest) &&
            !goesOn.test(rest) &&
            !otherWord.test(before) &&
            !(sign === ':' && otherKey.test(before)),
        };
      });
      const of = (kind: IdKind) => mentions.filter((one) => one.kind === kind);
      const [[application, ...moreApplications], [deployment, ...moreDeployments]] = [
        of('application'),
        of('deployment'),
      ];
      if (application === undefined || deployment === undefined) continue;
      if (!(application.isKey && deployment.isKey) && (!withProse || isNoProse.test(line.text))) continue;
      const isOnly = moreApplications.length === 0 && moreDeployments.length === 0;
      found.push({
        application: application.placed,
        deployment: deployment.placed,
        isWhole: isOnly && application.isWhole && deployment.isWhole,
        shown: [application.shown, deployment.shown].toSorted((one, other) => one.start - other.start),
      });
    }
  }
  return found;
}
