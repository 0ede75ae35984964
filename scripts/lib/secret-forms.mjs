/**
 * The forms in which a secret can appear in a text: as it is, in Base64 at any alignment and in both alphabets, percent-
 * and form-encoded, escaped for JSON and for HTML.
 * @param {string} secret
 * @returns {string[]}
 */
export function formsOf(secret) {
  const bytes = Buffer.from(secret, 'utf8');
  const base64 = [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // Without the characters that also depend on the text before and after the secret.
    const core = encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const percent = encodeURIComponent(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const form = percent.replaceAll('%20', '+');
  return [...new Set([secret, ...base64, percent, percent.toLowerCase(), form, json, html])];
}

/**
 * The names of the secrets that a text contains in any form.
 * @param {string} text
 * @param {Record<string, string>} secrets
 */
export function secretsIn(text, secrets) {
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}
