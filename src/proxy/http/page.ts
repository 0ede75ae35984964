import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { getMimeType } from 'hono/utils/mime';
import { views } from '../../contract';
import { acceptedEncoding, isKnownETag } from './negotiation';

const digest = (content: string | Buffer) => createHash('sha256').update(content).digest();

/** The hashes of a document's inline scripts or styles, as a policy names them (CSP Level 3, hash-source). */
function inDocument(html: string, element: 'script' | 'style'): string {
  // A browser reads CR LF as LF before it hashes (HTML, preprocessing the input stream).
  const elements = html.replaceAll('\r\n', '\n').matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'));
  return [...elements].map(([, content = '']) => ` 'sha256-${digest(content).toString('base64')}'`).join('');
}

/** Styles that a script of the page writes, as the build has named them in the document. */
function namedStyles(html: string): string {
  const hashes = /<meta name="style-hashes" content="([^"]+)"/.exec(html)?.[1]?.split(' ') ?? [];
  return hashes.map((hash) => ` '${hash}'`).join('');
}

const pagePolicy = (html: string) =>
  [
    "default-src 'none'",
    `script-src 'self'${inDocument(html, 'script')}`,
    `style-src 'self'${inDocument(html, 'style')}${namedStyles(html)}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // No library here needs to turn text into code or markup, so nothing may, but the reader of pasted tables: the
    // document that it parses is never shown, and nothing in it runs.
    "require-trusted-types-for 'script'",
    'trusted-types pasted-table',
  ].join('; ');

const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

interface File {
  content: Readonly<Record<string, Buffer<ArrayBuffer>>>;
  headers: Readonly<Record<string, string>>;
}

function loadFile(folder: string, name: string, names: ReadonlySet<string>): File {
  const identity = readFileSync(join(folder, name));
  const content: Record<string, Buffer<ArrayBuffer>> = { identity };
  for (const [encoding, ending] of encodings) {
    if (names.has(name + ending)) content[encoding] = readFileSync(join(folder, name + ending));
  }
  const hashed = name.startsWith(`assets${sep}`);
  return {
    content,
    headers: {
      'content-type': getMimeType(name) ?? 'application/octet-stream',
      'cache-control': caching(name, hashed),
      'content-security-policy': pagePolicy(name.endsWith('.html') ? identity.toString() : ''),
      etag: `"${digest(identity).toString('base64url').slice(0, 22)}"`,
      vary: 'accept-encoding',
    },
  };
}

/** The icon is cached for a day: browsers ask for it on every page, and an outdated icon does no harm. */
function caching(name: string, hashed: boolean): string {
  if (hashed) return 'public, max-age=31536000, immutable';
  return name === 'favicon.svg' ? 'public, max-age=86400' : 'no-cache';
}

function answer(request: Request, file: File, status: number): Response {
  if (status === 200 && isKnownETag(request.headers.get('if-none-match'), file.headers['etag'] ?? '')) {
    return new Response(null, { status: 304, headers: file.headers });
  }
  const offered = encodings.map(([name]) => name).filter((name) => file.content[name]);
  const encoding = acceptedEncoding(request.headers.get('accept-encoding'), offered);
  const headers = { ...file.headers, ...(encoding && { 'content-encoding': encoding }) };
  return new Response(file.content[encoding ?? 'identity'], { status, headers });
}

const addresses = [views.deployments, views.activity, views.changes, views.report, views.wall, views.signIn];

function isView(path: string): boolean {
  return addresses.some((address) => address === path) || /^\/(?:cancellations|batches)\/[^/]+$/.test(path);
}

/**
 * Serves the built page from memory. A view's address gets the page; any other address that a person
 * opens gets the page with 404, so that it can say so itself; null leaves the answer to the caller.
 * Throws if `folder` holds no built page.
 */
export function createPage(folder: string): (request: Request) => Response | null {
  const names = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name))),
  );
  const files = new Map<string, File>();
  for (const name of names) {
    if (encodings.some(([, ending]) => name.endsWith(ending))) continue;
    files.set(`/${name.split(sep).join('/')}`, loadFile(folder, name, names));
  }
  const index = files.get('/index.html');
  if (!index) throw new Error(`There is no built page in ${folder}: run "npm run build" first.`);

  return (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return null;
    const path = new URL(request.url).pathname;
    if (isView(path)) return answer(request, index, 200);
    const file = files.get(path);
    if (file) return answer(request, file, 200);
    const opened = request.headers.get('accept')?.includes('text/html') === true;
    return opened && !path.startsWith('/api/') ? answer(request, index, 404) : null;
  };
}
