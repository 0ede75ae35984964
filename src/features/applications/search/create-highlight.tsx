import { fold, isPlain } from '@/lib/fold';
import type { Highlight } from './highlight';

/** Highlights these folded words wherever they stand in a text, also where it has accents or capitals. */
export function createHighlight(words: readonly string[]): Highlight | null {
  if (words.length === 0) return null;
  const alternatives = words
    // The list shows the two IDs of `20481/310274` in two places.
    .flatMap((word) => (/^\d+\/\d+$/.test(word) ? [word, ...word.split('/')] : word))
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`));
  const pattern = new RegExp(`(${alternatives.join('|')})`, 'u');
  return (text) => {
    const parts = fold(text).split(pattern);
    if (parts.length === 1) return text;
    const offsets = isPlain(text) ? null : originalOffsets(text);
    let foldedEnd = 0;
    let start = 0;
    return parts.map((part, index) => {
      // Every second part is what the pattern's group matched.
      const isMatch = index % 2 === 1;
      foldedEnd += part.length;
      let end = foldedEnd;
      // A letter that folds to several, as “ß” does, is highlighted whole.
      if (isMatch && offsets) while (offsets[end] === offsets[end - 1]) end += 1;
      const piece = text.slice(start, offsets ? offsets[end] : end);
      start += piece.length;
      return isMatch && piece !== '' ? <mark key={index}>{piece}</mark> : <span key={index}>{piece}</span>;
    });
  };
}

/** For each letter of the folded text its offset in the text itself, and last the length of that. */
function originalOffsets(text: string): number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const letter of text) {
    for (let left = fold(letter).length; left > 0; left -= 1) offsets.push(offset);
    offset += letter.length;
  }
  offsets.push(offset);
  return offsets;
}
