import react from '@vitejs/plugin-react';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { root } from '../lib/install.mjs';
import { removeFolder, temporaryFolder } from './cleanup.mjs';

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css' };

/** @typedef {{ status?: number, headers: Record<string, string>, body: Buffer }} Reply */

/**
 * The responses for a file, as the console serves its own files: compressed beforehand, and cached for ever if the name
 * changes with the content.
 * @param {string} name
 * @param {Buffer} content
 * @returns {[string, Reply][]} by path and encoding
 */
function fileReplies(name, content) {
  const headers = {
    'content-type': Object.entries(types).find(([ending]) => name.endsWith(ending))?.[1] ?? '',
    'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
  };
  /** @param {string} encoding @param {Buffer} body @returns {[string, Reply]} */
  const reply = (encoding, body) => [
    `/${name} ${encoding}`,
    { headers: { ...headers, ...(encoding && { 'content-encoding': encoding }) }, body },
  ];
  return [
    reply('br', brotliCompressSync(content)),
    reply('gzip', gzipSync(content, { level: 9 })),
    reply('', content),
  ];
}

/**
 * Builds a bare page with the console's build settings, alone, so that it becomes one script. Resolves to its files.
 * @param {string} name
 */
async function builtPage(name) {
  const folder = temporaryFolder();
  const pages = join(root, 'scripts/bench/pages');
  try {
    await build({
      root: pages,
      configFile: false,
      logLevel: 'error',
      plugins: [react()],
      build: {
        outDir: folder,
        target: ['chrome123', 'firefox120', 'safari17.5'],
        modulePreload: { polyfill: false },
        rolldownOptions: { input: join(pages, name) },
      },
    });
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return { name: path.slice(folder.length + 1), content: readFileSync(path) };
      });
  } finally {
    removeFolder(folder);
  }
}

/**
 * Records the console's answer to `GET /api/applications` for a browser, to be replayed byte by byte.
 * @param {string} origin
 * @param {Record<string, string>} headers
 */
export async function recordList(origin, headers) {
  const sent = request(`${origin}/api/applications`, {
    headers: { ...headers, 'accept-encoding': 'gzip, deflate, br, zstd' },
  }).end();
  const [response] = await once(sent, 'response');
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  const kept = ['content-type', 'content-encoding', 'cache-control', 'vary', 'etag'];
  const entries = kept.flatMap((name) => (response.headers[name] ? [[name, response.headers[name]]] : []));
  return { headers: Object.fromEntries(entries), body: Buffer.concat(chunks) };
}

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * A page without scripts: the rows are in the document, with the console's styles or with none.
 * @param {import('./saved-list.mjs').SavedList} list
 * @param {string} style
 */
function staticPage(list, style) {
  const rows = list.applications.flatMap(({ name, deployments }) =>
    deployments.map((deployment) =>
      [deployment.name, deployment.deploymentId, deployment.environment, name]
        .map((cell) => `<td>${escaped(cell)}</td>`)
        .join(''),
    ),
  );
  return Buffer.from(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>A static page</title>${style && `<style>${style}</style>`}
  </head>
  <body>
    <h1>Deployments</h1>
    <table><tbody>${rows.map((row) => `<tr>${row}</tr>`).join('\n')}</tbody></table>
  </body>
</html>`);
}

/**
 * Serves the pages that the console's page is compared with:
 * `/list.html`, React and one table; `/virtual.html`, React and TanStack Virtual with a filter box;
 * `/static.html`, no script, with the console's styles; `/plain.html`, the document alone.
 * @param {Reply} list the console's recorded answer, which the bare pages fetch
 * @param {import('./saved-list.mjs').SavedList} saved
 */
export async function serveReferences(list, saved) {
  const document = readFileSync(join(root, 'dist/client/index.html'), 'utf8');
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(document) ?? [];
  const files = [
    ...(await builtPage('list.html')),
    ...(await builtPage('virtual.html')),
    { name: 'static.html', content: staticPage(saved, style) },
    { name: 'plain.html', content: staticPage(saved, '') },
  ];
  const replies = new Map(files.flatMap(({ name, content }) => fileReplies(name, content)));
  replies.set('/api/applications ', list);

  const server = createServer((incoming, response) => {
    const accepted = (incoming.headers['accept-encoding'] ?? '').split(', ');
    const encoding = ['br', 'gzip'].find((coding) => accepted.includes(coding)) ?? '';
    const reply = replies.get(`${incoming.url} ${encoding}`) ?? replies.get(`${incoming.url} `);
    const { headers = {}, body = Buffer.alloc(0) } = reply ?? {};
    response.writeHead(reply ? 200 : 404, { ...headers, 'content-length': body.length }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
