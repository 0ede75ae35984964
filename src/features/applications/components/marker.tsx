import { Fragment, type ReactNode } from 'react';

/** Marks these words wherever they stand in a text, in any letter case. */
export function markerOf(words: readonly string[]): ((text: string) => ReactNode) | null {
  if (words.length === 0) return null;
  const alternatives = words
    .toSorted((one, other) => other.length - one.length)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`));
  const pattern = new RegExp(`(${alternatives.join('|')})`, 'giu');
  return (text) => {
    const parts = text.split(pattern);
    if (parts.length === 1) return text;
    // Every second part is what the group caught.
    return parts.map((part, index) =>
      index % 2 === 1 ? <mark key={index}>{part}</mark> : <Fragment key={index}>{part}</Fragment>,
    );
  };
}
