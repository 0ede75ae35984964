import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

/** Programs are unpacked here for a user who may not install packages. */
const cache = join(root, '.cache/programs');
const files = join(cache, 'files');
/** The folder with the start scripts of the unpacked programs; `npm test` puts it into the PATH. */
export const unpackedPrograms = join(cache, 'bin');

const hasApt = process.platform === 'linux' && existsSync('/usr/bin/apt-get');

/**
 * @param {string} command
 * @param {string[]} args
 */
export function succeeds(command, args) {
  console.log(`> ${[command, ...args].join(' ')}`);
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/**
 * Installs Debian packages for the whole machine; false where that is not possible.
 * @param {string[]} packages
 */
export function installWithApt(packages) {
  if (!hasApt) return false;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  /** @param {string[]} args */
  const apt = (...args) => {
    const [command = '', ...rest] = [...sudo, 'apt-get', '-qq', ...args];
    return succeeds(command, rest);
  };
  return apt('update') && apt('install', '--yes', '--no-install-recommends', ...packages);
}

/**
 * Unpacks Debian packages, and the libraries they lack on this machine, into the project's cache: needs no rights at
 * all. Each program, named by its path below the root folder with `*` for a version, gets a start script in
 * `unpackedPrograms`.
 * @param {string[]} packages
 * @param {string[]} programs
 */
export function unpackWithApt(packages, programs) {
  if (!hasApt) return;
  const [lists, archives] = ['state/lists/partial', 'cache/archives/partial', 'files', 'bin'].map((name) => {
    mkdirSync(join(cache, name), { recursive: true });
    return join(cache, name);
  });
  if (!lists || !archives) return;
  const options = {
    'Dir::State': join(cache, 'state'),
    'Dir::State::lists': join(lists, '..'),
    'Dir::Cache': join(cache, 'cache'),
    'Dir::Log': cache,
    'Debug::NoLocking': '1',
  };
  const apt = ['-qq', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
  const download = ['install', '--yes', '--download-only', '--no-install-recommends', ...packages];
  if (!succeeds('apt-get', [...apt, 'update']) || !succeeds('apt-get', [...apt, ...download])) return;
  const folder = join(archives, '..');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.deb'))) {
    if (!succeeds('dpkg-deb', ['--extract', join(folder, name), files])) return;
  }
  const environment = { ...libraryVariables(), ...fontVariables() };
  for (const program of programs) {
    const path = expandVersion(program);
    if (path !== undefined) writeStarter(path, environment);
  }
}

/** The path of an unpacked program; `*` stands for a version. @param {string} program */
function expandVersion(program) {
  const [folder = '', rest = ''] = program.split('*');
  if (!program.includes('*')) return existsSync(join(files, program)) ? join(files, program) : undefined;
  const parent = join(files, folder);
  if (!existsSync(parent)) return undefined;
  return readdirSync(parent)
    .map((version) => join(parent, version, rest))
    .find((path) => existsSync(path));
}

/** Where the unpacked programs find the unpacked libraries. */
function libraryVariables() {
  const folders = ['usr/lib', 'lib'].flatMap((name) =>
    existsSync(join(files, name))
      ? readdirSync(join(files, name))
          .filter((entry) => entry.endsWith('-linux-gnu'))
          .map((entry) => join(files, name, entry))
      : [],
  );
  return { LD_LIBRARY_PATH: folders.join(':') };
}

/** Where Chromium finds the unpacked fonts. */
function fontVariables() {
  const path = join(cache, 'fonts.conf');
  const folders = ['/usr/share/fonts', join(files, 'usr/share/fonts')].map((name) => `<dir>${name}</dir>`);
  writeFileSync(
    path,
    `<fontconfig>${folders.join('')}<cachedir>${join(cache, 'fonts')}</cachedir></fontconfig>\n`,
  );
  return { FONTCONFIG_FILE: path };
}

/**
 * @param {string} program
 * @param {Record<string, string>} environment
 */
function writeStarter(program, environment) {
  const set = Object.entries(environment).map(([name, value]) => `${name}='${value}'`);
  const text = `#!/bin/sh\nexport ${set.join(' ')}\nexec '${program}' "$@"\n`;
  writeFileSync(join(unpackedPrograms, program.split('/').pop() ?? ''), text, { mode: 0o755 });
}
