import { createContext, Fragment, use, type ReactNode } from 'react';

/** The words that a search found, for everything below to mark. */
export const MarkedWords = createContext<readonly string[]>([]);

/** A text with what was searched for marked in it. */
export function Marked({ children: text }: { children: string }): ReactNode {
  const words = use(MarkedWords);
  if (words.length === 0) return text;
  const pattern = words
    .toSorted((one, other) => other.length - one.length)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`))
    .join('|');
  // Every second part is what the group caught.
  return text
    .split(new RegExp(`(${pattern})`, 'giu'))
    .map((part, index) =>
      index % 2 === 1 ? <mark key={index}>{part}</mark> : <Fragment key={index}>{part}</Fragment>,
    );
}
