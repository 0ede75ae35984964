import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** @typedef {'chromium' | 'firefox'} Name */

/** @type {Record<Name, (string | undefined)[]>} */
const places = {
  chromium: [
    process.env['CHROMIUM_PATH'],
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

/** @param {string} debianPackage */
function installWithApt(debianPackage) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  /** @param {string[]} args */
  const apt = (...args) => {
    const [command = '', ...rest] = [...sudo, 'apt-get', '-qq', ...args];
    return succeeds(command, rest);
  };
  if (apt('update')) apt('install', '--yes', '--no-install-recommends', debianPackage, 'fonts-liberation');
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
  installWithApt(debianPackage);
  if (!findBrowser(name)) succeeds('npx', ['playwright', 'install', name]);
  return findBrowser(name) ?? (await playwrightBrowser(name));
}
