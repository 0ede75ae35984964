import { cleanName, line } from './text';
import { z } from './zod';

/**
 * A `line` that is compared with other names: a space around it, or a character in it that nobody sees, would make it
 * mean nothing. It is refused, and not removed: whoever reads the file should see what is in force.
 */
export const exactLine = (max: number) =>
  line(max).check(
    z.refine((text) => cleanName(text) === text, {
      error: 'must not have spaces around it, nor invisible characters in it',
    }),
  );
