/** A file's text, or why it has none. */
export type FileText = { text: string } | { problem: string };

/** What a file is for: any text with IDs in it, or a list as the console exports it. */
export type WantedFile = 'text' | 'list';

const same = (advice: string): Record<WantedFile, string> => ({ text: advice, list: advice });
const listAdvice = 'A list must be a JSON or CSV file, as this console exports it.';

/** What to do with a file that is no text. */
const advice = {
  table: same('Save it as CSV there and try again.'),
  archive: same('Take the file out of it and try again.'),
  compressed: same('Unpack it and try again.'),
  document: { text: 'Copy the text out of it and paste it here.', list: listAdvice },
  picture: { text: 'Copy the numbers as text.', list: listAdvice },
  data: { text: 'Choose a text, CSV or JSON file.', list: listAdvice },
};

/** What a file is by its first bytes, read as Windows-1252, or by the names of the files in it. */
const signatures: [RegExp, name: string, kind: keyof typeof advice][] = [
  [/^PK[^\w\s]{2}[^]*\bxl\//, 'an Excel workbook', 'table'],
  [/^PK[^\w\s]{2}[^]*opendocument\.spreadsheet/, 'an OpenDocument spreadsheet', 'table'],
  [/^PK[^\w\s]{2}[^]*(?:\bword\/|opendocument\.text)/, 'a text document of Word or LibreOffice', 'document'],
  [/^PK[^\w\s]{2}/, 'a ZIP archive', 'archive'],
  [/^ÐÏ.à/, 'an old Excel or Word file', 'table'],
  [/^%PDF/, 'a PDF document', 'document'],
  [/^(?:[\u2030\x89]PNG|ÿØÿ|GIF8|RIFF[^]{4}WEBP)/, 'a picture', 'picture'],
  [/^[^\w\s][\u2039\x8b]/, 'a file that is compressed with gzip', 'compressed'],
  [/^\{\\rtf/, 'a document in rich text (RTF)', 'document'],
];

/** Enough to see what a file is; the names of an archive's files stand at its end. */
const sniffedBytes = 200_000;

function decodeEnds(bytes: Uint8Array): string {
  const ends = [
    bytes.subarray(0, sniffedBytes),
    bytes.subarray(Math.max(sniffedBytes, bytes.length - sniffedBytes)),
  ];
  return ends.map((part) => new TextDecoder('windows-1252').decode(part)).join('');
}

/** The encoding of a file of two bytes a character, by its byte order mark or its many zeros. */
function detectUtf16(bytes: Uint8Array): string | undefined {
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, 1000);
  const zeros = (odd: number) => sample.filter((byte, index) => byte === 0 && index % 2 === odd).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (even + odd < sample.length / 4 || Math.min(even, odd) > sample.length / 100) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/**
 * A file's text, in UTF-8 or UTF-16; what cannot be read of it as U+FFFD. The byte order mark, which tells the import
 * that the file is UTF-8 and each U+FFFD was written so, is kept only where that is true.
 */
export function decodeFile(buffer: ArrayBuffer, wanted: WantedFile): FileText {
  const bytes = new Uint8Array(buffer);
  const start = decodeEnds(bytes);
  const noText = (name: string, kind: keyof typeof advice) => ({
    problem: `This file is not a text: it seems to be ${name}. ${advice[kind][wanted]}`,
  });
  for (const [signature, name, kind] of signatures) if (signature.test(start)) return noText(name, kind);
  const utf16 = detectUtf16(bytes);
  if (utf16 !== undefined) return { text: new TextDecoder(utf16).decode(bytes) };
  if (bytes.includes(0)) return noText('a program’s own data', 'data');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { text: new TextDecoder('utf-8').decode(bytes) };
  }
}
