/** @param {number[]} values @param {number} share */
export const quantile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.ceil((values.length - 1) * share)] ?? Number.NaN;

/** @param {number[]} values */
export const median = (values) => quantile(values, 0.5);

/**
 * One line of the table. A line without a goal has no `ok`; it is a reference for the other lines.
 * @typedef {{
 *   figure: string, measured: string, reference?: string, ratio?: number, goal?: string, ok?: boolean
 * }} Line
 */

/** @type {Line[]} */
const lines = [];

/** @param {Line} line */
export function add(line) {
  lines.push(line);
}

/** @type {Record<'ms' | 'kB' | 'MB', (value: number) => string>} */
const units = {
  ms: (value) => `${value.toFixed(value < 100 ? 1 : 0)} ms`,
  kB: (value) => `${(value / 1e3).toFixed(1)} kB`,
  MB: (value) => `${(value / 1e6).toFixed(2)} MB`,
};

/**
 * Adds a figure whose goal is a multiple of its reference.
 * @param {string} figure
 * @param {number} measured
 * @param {number} reference
 * @param {{ unit: keyof typeof units, what: string, times?: number }} options `what` names the reference
 */
export function addRatio(figure, measured, reference, { unit, what, times }) {
  const ratio = measured / reference;
  add({
    figure,
    measured: units[unit](measured),
    reference: `${units[unit](reference)} ${what}`,
    ratio,
    ...(times !== undefined && { goal: `≤ ${times} ×`, ok: ratio <= times }),
  });
}

/**
 * Adds a figure whose goal is a fixed limit; its reference shows the best that the machine can do.
 * @param {string} figure
 * @param {number} measured
 * @param {{ unit: keyof typeof units, limit?: number, reference?: number, what?: string, goal?: string }} options
 */
export function addLimit(figure, measured, { unit, limit, reference, what = '', goal }) {
  add({
    figure,
    measured: units[unit](measured),
    ...(reference !== undefined && {
      reference: `${units[unit](reference)} ${what}`,
      ...(reference > 0 && { ratio: measured / reference }),
    }),
    ...(limit !== undefined && { goal: goal ?? `≤ ${units[unit](limit)}`, ok: measured <= limit }),
  });
}

/** Prints all lines as a table. Returns how many missed their goal. */
export function printTable() {
  const heading = ['figure', 'measured', 'reference', 'ratio', 'goal', ''];
  const cells = lines.map(({ figure, measured, reference = '', ratio, goal = '', ok }) => [
    figure,
    measured,
    reference,
    ratio === undefined ? '' : `${ratio.toFixed(2)} ×`,
    goal,
    ok === undefined ? '' : ok ? 'ok' : 'OVER',
  ]);
  const widths = heading.map((_, at) => Math.max(...[heading, ...cells].map((row) => row[at]?.length ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  console.log();
  for (const row of [heading, rule, ...cells])
    console.log(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  return lines.filter(({ ok }) => ok === false).length;
}
