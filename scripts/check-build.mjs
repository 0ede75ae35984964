import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseEnv } from 'node:util';
import { root } from './lib/install.mjs';
import { secretsIn } from './lib/secret-forms.mjs';

// Fails if dist holds a credential, a variable that Vite would copy into the page, the network's test double, or source
// maps, or if its server imports other packages than those in package.json's `dependencies`.
// Usage: node scripts/check-build.mjs [DIST]

const dist = process.argv[2] ?? join(root, 'dist');
/** A shorter value could match by chance; a value of digits alone matches more easily, so it must be longer. */
const isLongEnough = (/** @type {string} */ value) => value.length >= (/^\d+$/.test(value) ? 8 : 6);

/** @param {string} folder */
const filesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

/** The values of all variables, in the environment and in .env files, whose name is that of a secret. */
function knownSecrets() {
  const files = readdirSync(root).filter((name) => /^\.env(?!\.example)/.test(name));
  const sources = [process.env, ...files.map((name) => parseEnv(readFileSync(join(root, name), 'utf8')))];
  const named = sources
    .flatMap((variables) => Object.entries(variables))
    .filter(([name]) => /^(?:VITE|FUSE)_|TOKEN|SECRET|PASSWORD|_KEY$/.test(name) && name !== 'FUSE_BASE_URL')
    .map(([name, value]) => /** @type {const} */ ([name, String(value)]));
  return Object.fromEntries(named.filter(([, value]) => isLongEnough(value)));
}

/** @type {string[]} */
const faults = [];
const secrets = knownSecrets();
const client = join(dist, 'client');
if (!existsSync(join(client, 'index.html'))) faults.push(`there is no built page in ${client}`);

for (const file of filesIn(dist)) {
  const name = relative(dist, file);
  if (/\.(?:br|gz)$/.test(name)) continue;
  const text = readFileSync(file, 'utf8');
  for (const secret of secretsIn(text, secrets)) faults.push(`${name} holds the value of ${secret}`);
  if (!file.startsWith(client)) continue;
  const [variable] = /\bVITE_\w+/.exec(text) ?? [];
  if (variable) faults.push(`${name} names the variable ${variable}`);
  if (/mockServiceWorker|Mock Service Worker|setupWorker/.test(name + text))
    faults.push(`${name} is of the test double`);
  if (name.endsWith('.map') || text.includes('sourceMappingURL')) faults.push(`${name} tells the sources`);
}
for (const file of filesIn(join(root, 'src'))) {
  // Vite copies variables with this prefix into the page, where everybody can read them.
  if (/import\.meta\.env\.VITE_|import\.meta\.env\s*\[/.test(readFileSync(file, 'utf8')))
    faults.push(`${relative(root, file)} takes a variable into the page`);
}

/** The packages that the built server imports; a production install brings the `dependencies` only. */
const imported = new Set(
  filesIn(join(dist, 'server'))
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(
        /^(?:import|export)\b.*["']([^"']+)["'];?$|\bimport\("([^"]+)"/gm,
      ),
    ])
    .map(([, fixed, dynamic]) => fixed ?? dynamic ?? '')
    .filter((name) => !/^(?:\.|node:)/.test(name))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')),
);
/** @type {{ dependencies: Record<string, string> }} */
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const installed = new Set(Object.keys(dependencies));
for (const name of imported)
  if (!installed.has(name)) faults.push(`the server imports ${name}, which is not one of the dependencies`);
for (const name of installed)
  if (!imported.has(name))
    faults.push(`${name} is one of the dependencies, and the server does not import it`);

for (const fault of faults) console.error(`FAULT ${fault}`);
if (faults.length > 0) process.exit(1);
console.log('ok   the build holds no credential, test double or source, and its server finds its packages');
