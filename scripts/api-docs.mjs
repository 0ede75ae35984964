import { cell, load, writeDocs } from './lib/generated-docs.mjs';

// Writes the reference of docs/api.md, below its hand-written examples, from the OpenAPI document. With --check it
// writes nothing, and fails if the page differs from what it would write.

/**
 * @typedef {object} Schema
 * @property {string} [$ref]
 * @property {string | string[]} [type]
 * @property {unknown} [const]
 * @property {unknown[]} [enum]
 * @property {Schema[]} [anyOf]
 * @property {Schema[]} [oneOf]
 * @property {Schema} [items]
 * @property {Record<string, Schema>} [properties]
 * @property {string[]} [required]
 * @property {Schema | boolean} [additionalProperties]
 * @property {string} [pattern]
 * @property {string} [description]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [maxItems]
 * @property {number} [minLength]
 * @property {number} [maxLength]
 *
 * @typedef {object} Operation
 * @property {string} summary
 * @property {unknown[]} [security]
 * @property {{ in: string, name: string, required?: boolean, schema: Schema }[]} [parameters]
 * @property {{ content: Record<string, { schema: Schema }> }} [requestBody]
 * @property {Record<string, { description: string, content?: Record<string, { schema: Schema }> }>} responses
 *
 * @typedef {object} Described
 * @property {Record<string, Record<string, Operation>>} paths
 * @property {{ schemas: Record<string, Schema> }} components
 */

const mark = '<!-- Made by `npm run docs:api`; what stands below is not edited by hand. -->';

/** Names of the text formats that have one (`Uuid`, `FuseId`, `Instant`), by the pattern that checks them. */
const forms = new Map();

/**
 * A schema as a TypeScript type, with limits that TypeScript cannot express in a comment behind it.
 * @param {Schema} schema
 * @returns {string}
 */
function typeOf(schema) {
  const { $ref, type, items, properties, additionalProperties, pattern, maxItems, minimum, maximum } = schema;
  if ($ref !== undefined) return $ref.replace('#/components/schemas/', '');
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const some = schema.anyOf ?? schema.oneOf;
  if (some) return some.map(typeOf).join(' | ');
  if (Array.isArray(type)) return type.map((name) => typeOf({ ...schema, type: name })).join(' | ');
  if (items) return `Array<${typeOf(items)}>${maxItems === undefined ? '' : ` /* at most ${maxItems} */`}`;
  if (typeof additionalProperties === 'object' && Object.keys(properties ?? {}).length === 0)
    return `Record<string, ${typeOf(additionalProperties)}>`;
  if (properties) {
    const fields = Object.entries(properties).map(
      ([name, field]) => `${name}${schema.required?.includes(name) ? '' : '?'}: ${typeOf(field)};`,
    );
    return `{ ${fields.join(' ')} }`;
  }
  if (type === 'object') return 'object';
  if (type === 'integer') {
    const limits = [
      minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? '' : `from ${minimum}`,
      maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : `to ${maximum}`,
    ].filter((limit) => limit !== '');
    return limits.length === 0 ? 'Integer' : `Integer /* ${limits.join(' ')} */`;
  }
  if (pattern !== undefined) return forms.get(pattern) ?? `string /* ${pattern.replaceAll('*/', '*\\/')} */`;
  if (schema.maxLength !== undefined) {
    const characters = `${schema.minLength ?? 0} to ${schema.maxLength} characters`;
    return `${type} /* ${characters}${schema.description?.startsWith('One line') ? ', one line' : ''} */`;
  }
  return type ?? 'unknown';
}

/**
 * The Markdown of one response that is not a problem.
 * @param {[string, Operation['responses'][string]]} answer
 */
function responseLine([status, { description, content = {} }]) {
  const [[type, { schema }] = ['', { schema: {} }]] = Object.entries(content);
  const line = `- **${status}** ${description}`;
  if (type === '') return line;
  const body = type === 'application/json' ? typeOf(schema) : type;
  return body.length > 60
    ? `${line}\n\n  \`\`\`ts\n  type Answer = ${body}\n  \`\`\``
    : `${line}: \`${body}\``;
}

/** @param {[string, Operation['responses'][string]][]} problems */
function problemList(problems) {
  return problems
    .map(([status, { description }]) => {
      const codes = description.replace('Problem: ', '').split(', ');
      return `${status} ${codes.map((code) => `\`${code}\``).join(' ')}`;
    })
    .join(', ');
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Operation} operation
 */
function section(method, path, { summary, security, parameters = [], requestBody, responses }) {
  const body = requestBody?.content['application/json']?.schema;
  const answers = Object.entries(responses);
  const isProblem = (/** @type {typeof answers[number]} */ [, { content = {} }]) =>
    'application/problem+json' in content;
  return [
    `### \`${method.toUpperCase()} ${path}\``,
    `${summary}.${security?.length === 0 ? ' Needs no session.' : ''}`,
    ...(parameters.length === 0
      ? []
      : [
          [
            '| parameter | in | value |',
            '| --- | --- | --- |',
            ...parameters.map(
              ({ name, in: where, required, schema }) =>
                `| \`${name}\` | ${where}${required ? '' : ', optional'} | \`${cell(typeOf(schema))}\` |`,
            ),
          ].join('\n'),
        ]),
    ...(body === undefined ? [] : ['Body:', `\`\`\`ts\ntype Body = ${typeOf(body)};\n\`\`\``]),
    answers
      .filter((answer) => !isProblem(answer))
      .map(responseLine)
      .join('\n'),
    `Problems: ${problemList(answers.filter(isProblem))}.`,
  ];
}

/**
 * @param {Described} document
 * @param {Record<string, number>} problemStatus
 */
function reference({ paths, components }, problemStatus) {
  const journal = paths['/api/cancellations']?.['get']?.parameters ?? [];
  for (const [form, name] of [
    ['Uuid', 'batchId'],
    ['FuseId', 'deploymentId'],
    ['Instant', 'from'],
  ]) {
    forms.set(journal.find((one) => one.name === name)?.schema.pattern, form);
  }
  return [
    '# Reference',
    'Types are written as in TypeScript; a field with `?` may be missing. Every problem’s body is a `Problem`.',
    [
      '| type | a text that fits |',
      '| --- | --- |',
      ...[...forms].map(([pattern, form]) => `| \`${form}\` | \`${cell(pattern)}\` |`),
    ].join('\n'),
    '## Routes',
    ...Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) => section(method, path, operation)),
    ),
    '## Error codes',
    ['| code | status |', '| --- | --- |']
      .concat(Object.entries(problemStatus).map(([code, status]) => `| \`${code}\` | ${status} |`))
      .join('\n'),
    '## Types',
    ...Object.entries(components.schemas).map(
      ([name, schema]) => `\`\`\`ts\ntype ${name} = ${typeOf(schema)};\n\`\`\``,
    ),
  ].join('\n\n');
}

const { openApiDocument } = await load('src/proxy/http/openapi/document.ts');
const { problemStatus } = await load('src/contract/index.ts');
await writeDocs(
  'api.md',
  (page) =>
    `${page.split(mark)[0]?.trimEnd()}\n\n${mark}\n\n${reference(JSON.parse(JSON.stringify(openApiDocument())), problemStatus)}\n`,
  'docs:api',
);
