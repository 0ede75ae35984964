import { BroadcastChannel } from 'node:worker_threads';

// Node's global of this name, which MSW needs, is not there in a context of the `vm` module.
Object.assign(globalThis, { BroadcastChannel });
