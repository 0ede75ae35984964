import { instant } from './ids';
import { z } from './zod';

/** A script's key in the configuration file that is in force. */
export const scriptKey = z.object({
  name: z.string(),
  expires: instant,
  /** To within a minute; null where it was never used, or not since its name was given. */
  lastUsedAt: z.nullable(instant),
});
export type ScriptKey = z.infer<typeof scriptKey>;

/** Answer of `GET /api/keys`, in the order of the file. */
export const scriptKeys = z.object({ items: z.array(scriptKey) });
