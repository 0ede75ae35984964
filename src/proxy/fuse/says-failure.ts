// A 200 counts as an acceptance only if nothing in its JSON, XML or text reports a failure. These are the ways in which
// APIs report one. A false alarm costs the operator a look into Fuse; a missed failure costs a campaign that goes on.

/** Keys whose presence with a value says failure. */
const failureKey =
  /^(?:is|has|had|was)?(?:err|errno|errors?|error(?:s?count|code|message|msg|text|title|description|details?|info|type|reason|cause|occurred)|faults?|faultstring|faultcode|exceptions?|fail|failed|failures?|fail(?:ed|ure)(?:code|message|reason|cause)|(?:access|permission)?denied|unauthori[sz]ed|unauthenticated|forbidden|refused|rejected|expired|timedout|(?:login|signin|authentication|authori[sz]ation)required|requires?(?:login|signin|authentication))$/;
/** Keys whose value says whether it worked. */
const successKey = /^(?:is)?(?:success|successful|succeeded|ok|okay)$/;
/** Keys whose `false` says that it did not; a number may count calls. */
const doneKey =
  /^(?:is|was)?(?:accepted|cancell?ed|allowed|permitted|authori[sz]ed|authenticated|loggedin|signedin|valid|done|completed?|processed)$/;
/** Keys whose value is a code or a word. */
const statusKey =
  /^(?:stat|status|state|result|outcome|response|code|type|level|severity|(?:status|http|response|result|return)(?:code|status|text|type)|httpstatuscode)$/;
/** Keys whose value is a sentence about the answer. */
const messageKey =
  /^(?:(?:status|response|result|return|user)?(?:messages?|msg|details?|reason)|(?:status|response|result)(?:text|description)|warnings?)$/;

const failureWords = String.raw`fail(?:s|ed|ure|ures|ing)?|err(?:or|ors|ored)?|fatal|faults?|exceptions?|den(?:y|ied)|refused|rejected|forbidden|unauthori[sz]ed|unauthenticated|unsuccessful(?:ly)?|invalid|aborted|time ?out|timed out|expired|unavailable|maintenance|unable|unknown|cannot|can['’]t|could(?: not|n['’]t)|bad request|bad gateway|too many requests|nok|ko`;
const refusalWords = String.raw`not (?:found|ok|accepted|allowed|authori[sz]ed|permitted|cancell?ed|available|supported|implemented|valid|active|possible|successful|processed|provided|logged in|signed in)|(?:does|do|did) not (?:exist|have)|no (?:such|access|permissions?|deployments?|applications?|users?|accounts?)|(?:log|sign) ?in`;
const failureWord = new RegExp(String.raw`\b(?:${failureWords}|${refusalWords})\b`);
/** A value that is nothing but such a word tells of the answer, whatever its key: `access: denied`. */
const onlyFailureWord = new RegExp(
  String.raw`^(?:access |permission |request |authentication )?(?:${failureWords}|${refusalWords})[.!]?$`,
);
/** What counts no failures, and calls that were aborted as wanted. */
const noFailure =
  /\b(?:no|0|zero|none|without)(?: (?:an?|any|calls?))? (?:errors?|failures?|faults?|exceptions?|failed)\b|\bcalls? (?:\w+ ){0,2}aborted\b|\baborted (?:\w+ ){0,3}calls?\b/g;
const negation = /^(?:false|no|n|off|0|none|null|nil|undefined|fail(?:ed|ure)?|error)?$/;
/** What a failure's key holds where there is none. "No" answers a question, as `hasErrors`, and is doubtful elsewhere. */
const harmless = /^(?:false|0+|none|null|nil|undefined|ok|okay|success|n\/a|-)?$/;
const questionKey = /^(?:is|has|had|was)|(?:ed|edout|forbidden)$/;
const answersNo = /^(?:no|n|off)$/;

const plain = (text: string) =>
  text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
const normalized = (key: string) => key.toLowerCase().replaceAll(/[^a-z]/g, '');

const tellsFailure = (text: string) => failureWord.test(text.replaceAll(noFailure, ''));

function isFailure(key: string, value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return false;
  const name = normalized(key);
  const text = plain(typeof value === 'string' ? value : JSON.stringify(value));
  if (failureKey.test(name)) return !harmless.test(text) && !(questionKey.test(name) && answersNo.test(text));
  if (successKey.test(name)) return negation.test(text);
  if (doneKey.test(name)) return text === 'false' || text === 'no';
  if (messageKey.test(name)) return tellsFailure(text);
  // HTTP's own codes from 400 on, alone or before their words, and codes below zero.
  const isErrorCode = /^\s*(?:[45]\d\d(?!\d)|-\d)/.test(String(value));
  if (statusKey.test(name)) return text === 'false' || isErrorCode || tellsFailure(text);
  return onlyFailureWord.test(text);
}

/** Whether a text, which is no document, says that something failed. */
export function textSaysFailure(text: string): boolean {
  return tellsFailure(plain(text));
}

/**
 * The value of a JSON text for `saysFailure`, with a number behind each key: of a key that is there twice both count,
 * where `JSON.parse` keeps the last. Throws what `JSON.parse` throws.
 */
export function parseAllMembers(text: string): unknown {
  JSON.parse(text);
  let count = 0;
  const numbered = text.replaceAll(/"((?:[^"\\]|\\.)*)"(\s*:)?/g, (whole, key: string, colon?: string) =>
    colon === undefined ? whole : `"${key} ${(count += 1)}"${colon}`,
  );
  return JSON.parse(numbered);
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
