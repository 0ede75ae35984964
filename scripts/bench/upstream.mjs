import { setTimeout as sleep } from 'node:timers/promises';
import { accepted, startFakeFuse } from './fake-fuse.mjs';

// A fake Fuse as a program: accepts every DELETE. Argument: the delay of its answers in milliseconds.

const delay = Number(process.argv[2] ?? 0);
const fuse = await startFakeFuse({
  onRequest(socket) {
    if (delay === 0) socket.end(accepted);
    else void sleep(delay).then(() => socket.end(accepted));
  },
});
console.log(fuse.url);
