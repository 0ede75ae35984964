import { linesOf, type Span } from '@/lib/pasted-text';

/** The first line of a block text in YAML 1.2 (§8.1): `key: |`, `- >-`, `key: !!str |2+ # remark`. */
const yamlHead =
  /^(?<indent>[ \t>]*(?:-[ \t]+)*)(?<key>(?:"[^"]*"|'[^']*'|[^\s"'|>#-].*?):[ \t]+)?(?:[!&]\S*[ \t]+)*[|>](?:[+-]?\d?|\d[+-])[ \t]*(?:#.*)?$/;

/** A string of several lines in TOML, Python or a script, which begins behind `=`, `:`, `(` or a comma. */
const quotedText = /("""|'''|`)(?<=[=:(,][ \t]{0,200}(?:"""|'''|`))(?=[^`"']*\n)[^]{0,20000}?\1/g;

/** Texts of several lines that are the value of a key: they may quote anything, and name no IDs of their own. */
export function textBlocks(text: string): Span[] {
  const blocks: Span[] = [...text.matchAll(quotedText)].map(({ 0: whole, index }) => ({
    start: index,
    end: index + whole.length,
  }));
  /** What each line of the block is indented by more than, in characters. */
  let column: number | undefined;
  let block: Span | undefined;
  for (const line of linesOf(text)) {
    const indent = /^[ \t>]*/.exec(line.text)?.[0].length ?? 0;
    const isBlank = indent === line.text.length;
    if (column !== undefined && (isBlank || indent > column)) {
      block ??= { start: line.start, end: line.end };
      if (!isBlank) block.end = line.end;
      continue;
    }
    if (block !== undefined) blocks.push(block);
    block = undefined;
    const head = yamlHead.exec(line.text)?.groups;
    const dash = head?.['indent']?.lastIndexOf('-') ?? -1;
    column = head?.['key'] === undefined ? undefined : head['indent']?.length;
    if (head !== undefined && head['key'] === undefined && dash >= 0) column = dash;
  }
  if (block !== undefined) blocks.push(block);
  return blocks;
}
