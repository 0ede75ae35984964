import { createServer } from 'node:http';
import { createProxyServer } from 'http-proxy-3';

// http-proxy-3 as a program: forwards every request to the given address, on a new connection each time.

const server = createServer();
const proxy = createProxyServer({ target: process.argv[2] ?? '', agent: false });
server.on('request', (request, response) => proxy.web(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
});
