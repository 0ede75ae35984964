import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/install.mjs';

// Fails if a package of the lock file has a licence that does not go with an MIT program, or an install script. Browser
// packages are devDependencies but are built into the page, so only named tools are excepted.

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
/** Tools that are never shipped, under a licence that asks for changes of their own files to be published. */
const mplTools = /^(?:axe-core|lightningcss(?:-[\w-]+)?)$/;
/** Tools that may run a script when they are installed; msw's only looks into package.json. */
const toolsWithScript = new Set(['msw']);

/** @type {Record<string, { license?: string, dev?: boolean, devOptional?: boolean, hasInstallScript?: boolean }>} */
const packages = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
const found = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, { license = 'none', dev, devOptional, hasInstallScript }]) => ({
    name: path.replace(/^.*node_modules\//, ''),
    license,
    isRunTime: !dev && !devOptional,
    runsAtInstall: hasInstallScript === true,
  }));

const faults = found.flatMap(({ name, license, runsAtInstall }) => [
  ...(permissive.has(license) || (license === 'MPL-2.0' && mplTools.test(name))
    ? []
    : [`${name}: ${license}`]),
  ...(runsAtInstall && !toolsWithScript.has(name) ? [`${name} runs a script when it is installed`] : []),
]);
const toName = found.filter(({ license }) => !/^(?:MIT|ISC|Apache-2\.0|0?BSD.*)$/.test(license));
for (const license of new Set(toName.map((entry) => entry.license))) {
  const names = new Set(toName.filter((entry) => entry.license === license).map(({ name }) => name));
  console.log(`     ${license}: ${[...names].join(', ')}`);
}
for (const fault of faults) console.error(`FAULT ${fault}`);
if (faults.length > 0) process.exit(1);
const runTime = found.filter(({ isRunTime }) => isRunTime).length;
console.log(`ok   licences of ${found.length} packages (${runTime} of them for the built server)`);
