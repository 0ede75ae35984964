import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installWithApt, succeeds, unpackedPrograms, unpackWithApt } from './debian-packages.mjs';

/** @typedef {'chromium' | 'firefox'} Name */

/** @type {Record<Name, (string | undefined)[]>} */
const knownPaths = {
  chromium: [
    process.env['CHROMIUM_PATH'],
    // The same without a window of its own, which costs a third less time here.
    join(unpackedPrograms, 'chromium-headless-shell'),
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ],
  firefox: [
    process.env['FIREFOX_PATH'],
    join(unpackedPrograms, 'firefox-esr'),
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
  ],
};

/** @type {Record<Name, { packages: string[], program: string }>} */
const debian = {
  chromium: {
    packages: ['chromium-headless-shell', 'fonts-liberation'],
    program: 'usr/lib/chromium/chromium-headless-shell',
  },
  firefox: { packages: ['firefox-esr', 'fonts-liberation'], program: 'usr/lib/firefox-esr/firefox-esr' },
};

/**
 * The path of a browser on this machine, or null.
 * @param {Name} name
 */
export function findBrowser(name) {
  return knownPaths[name].find((path) => path && existsSync(path)) ?? null;
}

/**
 * The path of Playwright's own build of a browser, or null if it was never downloaded.
 * @param {Name} name
 */
export async function playwrightBrowser(name) {
  const playwright = await import('@playwright/test');
  const path = playwright[name].executablePath();
  return path && existsSync(path) ? path : null;
}

/**
 * The path of a browser, which is installed from Debian's packages or Playwright's download if it is missing. Null if
 * that fails.
 * @param {Name} name
 */
export async function provideBrowser(name) {
  const path = findBrowser(name) ?? (await playwrightBrowser(name));
  if (path) return path;
  console.log(`\nNo ${name} found; installing it.`);
  const { packages, program } = debian[name];
  const installed = installWithApt(packages) || succeeds('npx', ['playwright', 'install', name]);
  if (!installed) unpackWithApt(packages, [program]);
  return findBrowser(name) ?? (await playwrightBrowser(name));
}
