import { createServer } from 'node:http';

// The simplest server that could notify many pages: it writes a posted body to every open response.

/** @type {Set<import('node:http').ServerResponse>} */
const open = new Set();
const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    open.add(response);
    response.once('close', () => open.delete(response));
    return;
  }
  let text = '';
  request.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  request.once('end', () => {
    for (const stream of open) stream.write(text);
    response.end();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
});
