// A 200 counts as an acceptance only if nothing in its JSON or XML reports a failure. These are the ways in which APIs
// report one. A false alarm costs the operator a look into Fuse; a missed failure costs a campaign that goes on.

/** Keys whose presence with a value says failure. */
const failureKey =
  /^(?:err|errors?|error(?:s?count|code|message|msg|text|description|details?|info|type)|faults?|faultstring|faultcode|exceptions?|fail|failed|failures?)$/;
/** Keys whose value says whether it worked. */
const successKey = /^(?:is)?(?:success|successful|succeeded|ok|okay)$/;
/** Keys whose value is a code or a word. */
const statusKey =
  /^(?:stat|status|state|result|outcome|response|code|type|level|severity|(?:status|http|response|result|return)(?:code|status|text|type)|httpstatuscode)$/;

const failureWord =
  /\b(?:fail(?:s|ed|ure|ures|ing)?|err(?:or|ors|ored)?|fatal|faults?|exceptions?|den(?:y|ied)|refused|rejected|forbidden|unauthori[sz]ed|unauthenticated|unsuccessful(?:ly)?|invalid|aborted|time ?out|timed out|unavailable|bad request|bad gateway|not (?:found|ok|accepted|allowed|authori[sz]ed|permitted|cancell?ed)|nok|ko)\b/;
const noFailure = /\b(?:no|0|zero|without)(?: an?| any)? (?:errors?|failures?|faults?|exceptions?)\b/g;
const negation = /^(?:false|no|n|off|0|none|null|nil|undefined|fail(?:ed|ure)?|error)?$/;
const harmless = /^(?:false|no|n|off|0+|none|null|nil|undefined|ok|okay|success|n\/a|-)?$/;

const plain = (text: string) =>
  text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
const normalized = (key: string) => key.toLowerCase().replaceAll(/[^a-z]/g, '');

function isFailure(key: string, value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return false;
  const name = normalized(key);
  const text = plain(typeof value === 'string' ? value : JSON.stringify(value));
  if (failureKey.test(name)) return !harmless.test(text);
  if (successKey.test(name)) return negation.test(text);
  // HTTP's own codes from 400 on, alone or before their words.
  const isErrorCode = /^[45]\d\d(?!\d)/.test(text);
  return (
    statusKey.test(name) &&
    (text === 'false' || isErrorCode || failureWord.test(text.replaceAll(noFailure, '')))
  );
}

/**
 * Whether a document (JSON, or XML as an object with its attributes) says, anywhere in it, that something
 * failed: `error`, `success: false`, `status: failure` and the like.
 */
export function saysFailure(document: unknown): boolean {
  // An explicit stack: 64 kB of brackets nest deeper than recursion can go.
  const open: [key: string, value: unknown][] = [['status', document]];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const [key, value] = entry;
    if (isFailure(key, value)) return true;
    if (typeof value !== 'object' || value === null) continue;
    // Items of a list, the text of an XML element and values inside an `error` count under the key around them.
    const isPartOf = Array.isArray(value) || failureKey.test(normalized(key));
    for (const [name, inner] of Object.entries(value))
      open.push([isPartOf || name === '#text' ? key : name, inner]);
  }
  return false;
}
