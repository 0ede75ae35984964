import { describe, expect, it } from 'vitest';
import { savedListColumns } from '@/contract';
import { isSavedList } from './saved-list-text';

const heading = savedListColumns.join(',');

describe('isSavedList', () => {
  it.each([
    ['a plain heading', heading],
    ['quoted names', savedListColumns.map((name) => `"${name}"`).join(';')],
    ['a heading that is quoted as a whole', `"${heading}"`],
    ['empty columns at the end', `${heading},,`],
    ['a line that names the separator', `sep=;\r\n${heading.replaceAll(',', ';')}`],
    ['that line with the columns filled up', `sep=,${','.repeat(6)}\n${heading}`],
  ])('knows a list by %s', (_, first) => {
    expect(isSavedList(`\uFEFF${first}\r\n1,A,2,B,c,,\r\n`)).toBe(true);
  });

  it.each([
    ['another column', `${heading},owner`],
    ['a column less', savedListColumns.slice(0, -1).join(',')],
    ['the heading further down', `A list\n${heading}`],
  ])('leaves a text with %s to the reader of IDs', (_, first) => {
    expect(isSavedList(`${first}\n1,A,2,B,c,,\n`)).toBe(false);
  });
});
