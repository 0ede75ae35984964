import type { ReactNode } from 'react';
import { fold, isPlain } from '@/lib/fold';

/** Marks these folded words wherever they stand in a text, however that spells them. */
export function markerOf(words: readonly string[]): ((text: string) => ReactNode) | null {
  if (words.length === 0) return null;
  const alternatives = words
    // The two IDs of a pair are shown apart.
    .flatMap((word) => (/^\d+\/\d+$/.test(word) ? [word, ...word.split('/')] : word))
    .toSorted((one, other) => other.length - one.length)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`));
  const pattern = new RegExp(`(${alternatives.join('|')})`, 'u');
  return (text) => {
    const parts = fold(text).split(pattern);
    if (parts.length === 1) return text;
    const places = isPlain(text) ? null : placesOf(text);
    let read = 0;
    let shown = 0;
    return parts.map((part, index) => {
      // Every second part is what the group caught.
      const marked = index % 2 === 1;
      read += part.length;
      let end = read;
      // A letter that stands for several is marked whole, with its accents.
      if (marked && places) while (places[end] === places[end - 1]) end += 1;
      const piece = text.slice(shown, places ? places[end] : end);
      shown += piece.length;
      return marked && piece !== '' ? <mark key={index}>{piece}</mark> : <span key={index}>{piece}</span>;
    });
  };
}

/** Where each letter of a folded text comes from, and last where the text ends. */
function placesOf(text: string): number[] {
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    for (let left = fold(letter).length; left > 0; left -= 1) places.push(at);
    at += letter.length;
  }
  places.push(at);
  return places;
}
