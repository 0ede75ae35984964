// The simplest server that keeps a record of a DELETE: no session, no checks, no list. It writes and syncs one row before
// the request, and again after the answer. Arguments: the upstream's origin, and a folder for the file.
import { randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { openCommits } from './commits.mjs';

const [, , upstream = '', folder = ''] = process.argv;
const commits = openCommits(join(folder, 'bare-journal.db'));

/** @param {import('node:stream').Readable} stream */
async function textOf(stream) {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}

const server = createServer(async (incoming, outgoing) => {
  const { applicationId, deploymentId } = JSON.parse(await textOf(incoming));
  const id = randomUUID();
  commits.insert(id);
  const url = `${upstream}/api/apps/${applicationId}/${deploymentId}/cancel`;
  const { authorization = '' } = incoming.headers;
  request(url, { method: 'DELETE', agent: false, headers: { authorization } }, async (response) => {
    const answer = await textOf(response);
    commits.update(id);
    const body = JSON.stringify({ id, status: response.statusCode, answer });
    outgoing.writeHead(201, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    outgoing.end(body);
  }).end();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
});
