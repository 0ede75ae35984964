import { withoutInvisible } from '@/contract/invisible';

/** Letters that have no decomposition; the final sigma is one that lower case makes. */
const others: Partial<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ς: 'σ',
};

/** Whether folding a text changes no more than its case. */
export const isPlain = (text: string) => !/[\u0080-\uffff]/.test(text);

/** A text as it is searched: in lower case, without accents and invisible characters, and the same however its letters are encoded. */
export function fold(text: string): string {
  if (isPlain(text)) return text.toLowerCase();
  return withoutInvisible(text)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ßæœøłđıς]/g, (letter) => others[letter] ?? letter);
}
