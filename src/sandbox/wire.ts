import type { IncomingMessage, ServerResponse } from 'node:http';

/** Longest request body that is read to its end, in bytes. */
const bodyLimit = 64 * 1024;

/** Reads and forgets the body, then calls `done`; a body beyond 64 kB ends the connection instead. */
export function discardBody(request: IncomingMessage, done: () => void): void {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > bodyLimit) request.destroy();
  });
  request.on('end', done);
}

/** Whether the request carries these credentials by HTTP Basic (RFC 7617). */
export function isAuthentic(request: IncomingMessage, email: string, developerKey: string): boolean {
  const encoded = /^basic +([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return (
    encoded !== undefined && Buffer.from(encoded, 'base64').toString('utf8') === `${email}:${developerKey}`
  );
}

/** Answers with `body` in XML if `Accept` names application/xml first, else in JSON. */
export function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const accept = response.req.headers.accept ?? '';
  const [preferred = ''] = accept.split(/[,;]/);
  const xml = preferred.trim().toLowerCase() === 'application/xml';
  const text = xml ? `<?xml version="1.0"?>\n${element('result', body)}` : JSON.stringify(body);
  sendText(response, status, xml ? 'application/xml' : 'application/json', text, headers);
}

/** Answers with `text` as it is. */
export function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

/** Answers 202 as Fuse does: no body, and so no content type. */
export function sendAccepted(response: ServerResponse): void {
  response.writeHead(202, { 'Content-Length': 0 });
  response.end();
}

function element(name: string, value: unknown): string {
  if (typeof value !== 'object' || value === null) return `<${name}>${escapeXml(String(value))}</${name}>\n`;
  const children = Array.isArray(value)
    ? value.map((item) => element('item', item))
    : Object.entries(value).map(([key, child]) => element(key, child));
  return `<${name}>\n${children.join('')}</${name}>\n`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
