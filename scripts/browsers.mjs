import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

/** Where a browser is unpacked for someone who may not install packages. */
const ownFolder = join(root, '.cache/browser');

/** @typedef {'chromium' | 'firefox'} Name */

/** @type {Record<Name, (string | undefined)[]>} */
const places = {
  chromium: [
    process.env['CHROMIUM_PATH'],
    join(ownFolder, 'chromium'),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ],
  firefox: [process.env['FIREFOX_PATH'], '/usr/bin/firefox-esr', '/usr/bin/firefox'],
};

/**
 * The browser on this machine as a path, or null.
 * @param {Name} name
 */
export function findBrowser(name) {
  return places[name].find((path) => path && existsSync(path)) ?? null;
}

/**
 * Playwright's own build of a browser, where its download has worked before.
 * @param {Name} name
 */
export async function playwrightBrowser(name) {
  const playwright = await import('@playwright/test');
  const path = playwright[name].executablePath();
  return path && existsSync(path) ? path : null;
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function succeeds(command, args) {
  console.log(`> ${[command, ...args].join(' ')}`);
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/** @param {string[]} packages */
function installWithApt(packages) {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  /** @param {string[]} args */
  const apt = (...args) => {
    const [command = '', ...rest] = [...sudo, 'apt-get', '-qq', ...args];
    return succeeds(command, rest);
  };
  return apt('update') && apt('install', '--yes', '--no-install-recommends', ...packages);
}

/**
 * Unpacks Chromium and the libraries it lacks here into the project's cache: needs no rights at all.
 * @param {string[]} packages
 */
function unpackWithApt(packages) {
  const [lists, archives, files] = ['state/lists/partial', 'cache/archives/partial', 'files'].map((name) => {
    mkdirSync(join(ownFolder, name), { recursive: true });
    return join(ownFolder, name);
  });
  if (!lists || !archives || !files) return;
  const options = {
    'Dir::State': join(ownFolder, 'state'),
    'Dir::State::lists': join(lists, '..'),
    'Dir::Cache': join(ownFolder, 'cache'),
    'Dir::Log': ownFolder,
    'Debug::NoLocking': '1',
  };
  const apt = ['-qq', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
  const fetched =
    succeeds('apt-get', [...apt, 'update']) &&
    succeeds('apt-get', [
      ...apt,
      'install',
      '--yes',
      '--download-only',
      '--no-install-recommends',
      ...packages,
    ]);
  if (!fetched) return;
  const folder = join(archives, '..');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.deb'))) {
    if (!succeeds('dpkg-deb', ['--extract', join(folder, name), files])) return;
  }
  const fonts = join(ownFolder, 'fonts.conf');
  const fontFolders = ['/usr/share/fonts', join(files, 'usr/share/fonts')].map(
    (name) => `<dir>${name}</dir>`,
  );
  writeFileSync(
    fonts,
    `<fontconfig>${fontFolders.join('')}<cachedir>${join(ownFolder, 'fonts')}</cachedir></fontconfig>\n`,
  );
  const libraries = ['usr/lib', 'lib'].flatMap((name) =>
    existsSync(join(files, name))
      ? readdirSync(join(files, name))
          .filter((one) => one.endsWith('-linux-gnu'))
          .map((one) => join(files, name, one))
      : [],
  );
  writeFileSync(
    join(ownFolder, 'chromium'),
    `#!/bin/sh
export LD_LIBRARY_PATH='${libraries.join(':')}' FONTCONFIG_FILE='${fonts}'
exec '${join(files, 'usr/lib/chromium/chromium')}' "$@"
`,
    { mode: 0o755 },
  );
}

/**
 * The browser's path: found, or installed with Debian's packages or Playwright's download. Null if it
 * cannot be had.
 * @param {Name} name
 * @param {string} debianPackage
 */
export async function provideBrowser(name, debianPackage) {
  const found = findBrowser(name) ?? (await playwrightBrowser(name));
  if (found) return found;
  console.log(`\nNo ${name} found; installing it.`);
  const hasApt = process.platform === 'linux' && existsSync('/usr/bin/apt-get');
  const packages = [debianPackage, 'fonts-liberation'];
  const done = (hasApt && installWithApt(packages)) || succeeds('npx', ['playwright', 'install', name]);
  if (!done && hasApt && name === 'chromium') unpackWithApt(packages);
  return findBrowser(name) ?? (await playwrightBrowser(name));
}
