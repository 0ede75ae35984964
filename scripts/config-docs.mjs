import { cell, load, writeDocs } from './lib/generated-docs.mjs';

// Writes docs/console.schema.json and, below its hand-written part, the reference of docs/configuration.md, both from
// the schema of the configuration file. With --check it writes nothing, and fails if one of them is out of date.

/**
 * @typedef {object} Schema
 * @property {string} [type]
 * @property {string} [const]
 * @property {string[]} [enum]
 * @property {Schema[]} [anyOf]
 * @property {Schema} [items]
 * @property {Record<string, Schema>} [properties]
 * @property {Schema | boolean} [additionalProperties]
 * @property {string[]} [required]
 * @property {string} [description]
 * @property {unknown} [default]
 * @property {string} [pattern]
 * @property {string} [format]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [maxLength]
 */

const mark = '<!-- Made by `npm run docs:config`; what stands below is not edited by hand. -->';

/**
 * The kind of value in words.
 * @param {Schema} schema
 * @returns {string}
 */
function kindOf({ type, items, properties, additionalProperties, anyOf, pattern, format, ...schema }) {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (anyOf) return '`operator`, `support`, a [grant](#a-grant) or a list of grants';
  if (items) return items.properties ? 'list' : `list of: ${kindOf(items)}`;
  if (properties) return 'block';
  if (typeof additionalProperties === 'object') return `block, by name: ${kindOf(additionalProperties)}`;
  if (type === 'boolean') return '`true`, `false`';
  if (type === 'integer') return `whole number, ${schema.minimum} to ${schema.maximum}`;
  if (format === 'uri') return 'address';
  if (pattern?.startsWith('^\\d{4}')) return 'date, or instant in UTC';
  if (pattern?.includes('[smhd]')) return 'number with `s`, `m`, `h` or `d`';
  if (pattern?.includes('{64}')) return '64 hexadecimal digits';
  if (pattern?.includes('[0-9]{1,20}')) return 'ID, 1 to 20 digits in quotes';
  return `text, 1 to ${schema.maxLength} characters`;
}

/**
 * The rows of a table: a block's keys, and below each of them those of the blocks in it.
 * @param {Schema} schema
 * @param {string} above
 * @returns {string[]}
 */
function rows({ properties = {}, required = [] }, above) {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const isBlock = schema.properties !== undefined;
    const byDefault =
      schema.default === undefined || isBlock || schema.items?.properties
        ? required.includes(name)
          ? 'must be given'
          : ''
        : `\`${JSON.stringify(schema.default)
            .replaceAll(/["[\]]/g, '')
            .replaceAll(',', ', ')}\``;
    return [
      `| \`${above}${name}\` | ${cell(kindOf(schema))} | ${byDefault} | ${cell(schema.description ?? '')} |`,
      ...rows(schema, `${above}${name}.`),
      ...(schema.items ? rows(schema.items, `${above}${name}[].`) : []),
    ];
  });
}

/**
 * @param {Schema} schema
 * @param {string} above
 */
const table = (schema, above = '') =>
  ['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...rows(schema, above)].join('\n');

const { consoleFileSchema } = await load('src/proxy/config/console-file-schema.ts');
/** @type {Schema} */
const schema = JSON.parse(JSON.stringify(consoleFileSchema()));
const groups = schema.properties?.['groups']?.additionalProperties;
const grant = typeof groups === 'object' ? groups.anyOf?.find(({ properties }) => properties) : undefined;
if (grant === undefined) throw new Error('The schema has no grant.');

await writeDocs('console.schema.json', () => JSON.stringify(schema), 'docs:config');
await writeDocs(
  'configuration.md',
  (page) =>
    [
      page.split(mark)[0]?.trimEnd(),
      mark,
      '## Reference',
      'A name with `[]` is of every entry of a list. A key that is not in these tables is refused.',
      table(schema),
      '### A grant',
      'All limits of one grant hold together; several grants add up.',
      `${table(grant)}\n`,
    ].join('\n\n'),
  'docs:config',
);
