import { BroadcastChannel } from 'node:worker_threads';

// What parts of the page bring on demand is here before them, one after the other: two parts that come at the same time
// would link what their packages have in common twice, which Node refuses ("request for 'react' is not in cache").
import '@radix-ui/react-dialog';
import '@radix-ui/react-dropdown-menu';
import '@tanstack/react-virtual';
import '@hookform/resolvers/standard-schema';
import 'react-hook-form';
import '@leeoniya/ufuzzy';

// Node's global of this name, which MSW needs, is not there in a context of the `vm` module.
Object.assign(globalThis, { BroadcastChannel });
