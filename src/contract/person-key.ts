const ignorable = /\p{Default_Ignorable_Code_Point}/gu;

/** A name as it reads: without characters that nobody sees, and with full-width and other forms as plain letters (Unicode NFKC). */
export function readableName(name: string): string {
  return name.replaceAll(ignorable, '').normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
}

/** By this names of people and scripts are compared where it matters who they are: two with one key can be the same person’s. */
export function personKey(name: string): string {
  return readableName(name).toLowerCase();
}
