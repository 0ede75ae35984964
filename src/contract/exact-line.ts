import { trimInvisible, withoutInvisible } from './invisible';
import { line } from './text';
import { z } from './zod';

/** These join emoji and the letters of words, also in the middle of a name. */
const joiners = /[\u200C\u200D]/g;

/**
 * A `line` that is compared with other names: a space around it, or a character in it that nobody sees, would make it
 * mean nothing. It is refused, and not removed: whoever reads the file should see what is in force.
 */
export const exactLine = (max: number) =>
  line(max).check(
    z.refine(
      (text) => {
        const visible = text.replaceAll(joiners, '');
        return trimInvisible(text) === text && withoutInvisible(visible) === visible;
      },
      { error: 'must not have spaces around it, nor invisible characters in it' },
    ),
  );
