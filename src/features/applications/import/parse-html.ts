interface MarkupPolicy {
  createHTML(text: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: MarkupPolicy): MarkupPolicy;
}

/** Trusted Types, where the browser has them (W3C): the console's Content Security Policy allows this one policy. */
const policyName = 'pasted-table';
const isFactory = (value: unknown): value is PolicyFactory =>
  typeof value === 'object' && value !== null && 'createPolicy' in value;
let policy: MarkupPolicy | undefined;

/** A pasted page as a document that is never shown, and in which nothing runs (HTML, DOMParser). */
export function parseHtml(html: string): Document {
  const factory: unknown = Reflect.get(globalThis, 'trustedTypes');
  if (isFactory(factory)) policy ??= factory.createPolicy(policyName, { createHTML: (text) => text });
  return new DOMParser().parseFromString(policy?.createHTML(html) ?? html, 'text/html');
}
