const pairOfWords = String.raw`["']?[^\s:"']+:[^\s"']`;
const secretWord = String.raw`[\w-]*(?:password|passwd|passphrase|pwd|api[_-]?key|secret|token)`;

const secretSigns: [string, RegExp][] = [
  [
    'an Authorization header',
    /\b[Aa](?:uthorization|UTHORIZATION)\b["']?\s*[:=,]|\b(?:[Bb]asic|[Bb]earer|BASIC|BEARER)\s+(?!auth)[\w+/=.-]{6,}/,
  ],
  ['a user name and password in an address', /:\/\/[^\s/"']{1,200}:[^\s/"']{1,200}@/],
  ['CURLOPT_USERPWD', /CURLOPT_USERPWD/i],
  // Also among curl's short options that take nothing: `-su me:pw`, `-sume:pw`.
  [
    'curl’s -u option',
    new RegExp(
      String.raw`(?:^|\s)(?:-[#0-46aBfgGiIjklLnNOpqRsSvZ]*[uU]|--(?:proxy-)?user)[\s=]*${pairOfWords}`,
    ),
  ],
  ['HTTPie’s -a option', new RegExp(String.raw`(?:^|\s)(?:-a|--auth)[\s=]*${pairOfWords}`)],
  ['an auth argument', /\bauth["']?\s*[:=]\s*(?:[\w.]*[([]\s*)?["'][^"']/i],
  // Fuse's user name is an e-mail address; `git@host:path` and a port are none.
  [
    'a user name and key',
    new RegExp(
      [
        String.raw`[\w.+-]{1,64}@(?<!\bgit@)[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,5}:(?![^\s"']{0,200}/|\d{1,5}(?!\S))[^\s"',;]{4}`,
        String.raw`\b(?:btoa|b64encode|base64_encode|encode64|Buffer\.from)[\s(]{1,5}b?\\?${pairOfWords}`,
        String.raw`(?:basic_?auth|PasswordAuthentication|NetworkCredential|UsernamePasswordCredentials|Credentials\.basic)[\s(]{1,5}\\?["'][^"'\n]{1,200}["']\s{0,5},\s{0,5}\\?["'][^"'\n]`,
      ].join('|'),
      'i',
    ),
  ],
  // Words alone, as in "a wrong developer key", are none.
  [
    'a developer key',
    /(?:developer|dev)[\s_-]?key["']?(?:\s*(?:[:=]|=>)\s*["']?[^\s"']|["']\s*,\s*["']value["']|(?:[ \t]{1,5}is\b)?(?:["']\s*,)?[ \t"']{1,5}(?=[\w-]{0,200}\d)[\w-]{6})/i,
  ],
  [
    'a key',
    /(?<!(?:developer|dev|api)[\s_-]?)key["']?\s{0,5}(?:[:=]|=>)\s{0,5}["']?(?=[a-z+]{0,200}\d)(?=\d{0,200}[a-z])[a-z\d+]{16}/i,
  ],
  [
    'a password or token',
    new RegExp(
      String.raw`(?<![\w-])${secretWord}["']?\s*(?:[:=,]|=>)|\bx-[a-z-]{0,40}(?:key|auth)["']?\s*[:=,]|\bpassword[ \t]{1,9}\S{1,200}[ \t]{0,9}$`,
      'im',
    ),
  ],
  ['a key in an address', new RegExp(String.raw`[?&](?:${secretWord}|key|auth|sig|signature)=[^&\s"']`, 'i')],
];

/** The kinds of credentials that a text seems to hold; never the credentials themselves. */
export function findSecrets(text: string): string[] {
  const plain = text.replaceAll('\\/', '/').replaceAll(/[“”„]/g, '"').replaceAll(/[‘’]/g, "'");
  return secretSigns.filter(([, sign]) => sign.test(plain)).map(([name]) => name);
}
