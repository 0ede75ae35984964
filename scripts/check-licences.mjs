import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/install.mjs';

// Fails if a package of the lock file has a licence that does not go with an MIT program, or if a run-time package has an
// install script.

/** Licences that ask only for a notice. */
const permissive = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  '(MIT OR CC0-1.0)',
]);
/** Asks for changes of its own files to be published: fine for a tool that is never shipped. */
const forToolsOnly = new Set(['MPL-2.0']);

/** @type {Record<string, { license?: string, dev?: boolean, devOptional?: boolean, hasInstallScript?: boolean }>} */
const packages = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
const found = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, { license = 'none', dev, devOptional, hasInstallScript }]) => ({
    name: path.replace(/^.*node_modules\//, ''),
    license,
    shipped: !dev && !devOptional,
    runsAtInstall: hasInstallScript === true,
  }));

const faults = found.flatMap(({ name, license, shipped, runsAtInstall }) => [
  ...(permissive.has(license) || (!shipped && forToolsOnly.has(license)) ? [] : [`${name}: ${license}`]),
  ...(shipped && runsAtInstall ? [`${name} runs a script when it is installed`] : []),
]);
const toName = found.filter(({ license }) => !/^(?:MIT|ISC|Apache-2\.0|0?BSD.*)$/.test(license));
for (const license of new Set(toName.map((one) => one.license))) {
  const names = new Set(toName.filter((one) => one.license === license).map(({ name }) => name));
  console.log(`     ${license}: ${[...names].join(', ')}`);
}
for (const fault of faults) console.error(`FAULT ${fault}`);
if (faults.length > 0) process.exit(1);
const shipped = found.filter((one) => one.shipped).length;
console.log(
  `ok   licences of ${found.length} packages (${shipped} at run time, none with an install script)`,
);
