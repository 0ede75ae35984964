import { describe, expect, it } from 'vitest';
import { decodeFile, type WantedFile } from './file-text';

const read = (bytes: string, wanted: WantedFile) =>
  decodeFile(Uint8Array.from(bytes, (sign) => sign.charCodeAt(0)).buffer, wanted);

describe('a file that is no text', () => {
  const list = 'A list must be a JSON or CSV file, as this console exports it.';

  it.each([
    ['PK\x03\x04 xl/workbook.xml', 'an Excel workbook', 'Save it as CSV there and try again.', null],
    ['PK\x03\x04 notes.csv', 'a ZIP archive', 'Take the file out of it and try again.', null],
    ['\x1f\x8b', 'a file that is compressed with gzip', 'Unpack it and try again.', null],
    [
      'PK\x03\x04 word/document.xml',
      'a text document of Word or LibreOffice',
      'Copy the text out of it and paste it here.',
      list,
    ],
    ['%PDF-1.7', 'a PDF document', 'Copy the text out of it and paste it here.', list],
    ['{\\rtf1', 'a document in rich text (RTF)', 'Copy the text out of it and paste it here.', list],
    ['\x89PNG', 'a picture', 'Copy the numbers as text.', list],
    ['\xff\xd8\xff', 'a picture', 'Copy the numbers as text.', list],
    ['ab\0cdefghij', 'a program’s own data', 'Choose a text, CSV or JSON file.', list],
  ])(
    '%j is told as what it seems to be, with what to do for any text and for a list',
    (bytes, name, forText, forList) => {
      const problem = (advice: string) => ({
        problem: `This file is not a text: it seems to be ${name}. ${advice}`,
      });
      expect(read(bytes, 'text')).toEqual(problem(forText));
      expect(read(bytes, 'list')).toEqual(problem(forList ?? forText));
    },
  );

  it('is not one in UTF-8 or UTF-16', () => {
    expect(read('[1]', 'list')).toEqual({ text: '[1]' });
    expect(read('\xff\xfea\0', 'list')).toEqual({ text: 'a' });
  });
});
