import { vi } from 'vitest';
import { longestWaitMs } from './longest-wait';

// Vitest has no setting for this default, which is one second.
const { waitFor } = vi;
vi.waitFor = (callback, options) => waitFor(callback, options ?? { timeout: longestWaitMs });
