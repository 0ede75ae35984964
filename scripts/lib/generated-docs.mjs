import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { runnerImport } from 'vite';
import { root } from './install.mjs';

/**
 * A TypeScript module of the project.
 * @param {string} path
 */
export async function load(path) {
  const options = { configFile: /** @type {const} */ (false), logLevel: /** @type {const} */ ('error') };
  return (await runnerImport(root + path, options)).module;
}

/**
 * A text as it can stand in a cell of a Markdown table.
 * @param {string} text
 */
export const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/**
 * Writes a file of docs/. With --check it writes nothing, and the process fails if the file is another one.
 * @param {string} name
 * @param {(kept: string) => string} make from the file's present text
 * @param {string} script the npm script that writes it
 */
export async function writeDocs(name, make, script) {
  const path = `${root}docs/${name}`;
  const before = readFileSync(path, 'utf8');
  const made = await format(make(before), { ...(await resolveConfig(path)), filepath: path });
  if (!process.argv.includes('--check')) writeFileSync(path, made);
  else if (made !== before) {
    console.error(`docs/${name} is not what the code says. Run npm run ${script}.`);
    process.exitCode = 1;
  }
}
