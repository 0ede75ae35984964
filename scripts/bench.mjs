import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './bench/browser.mjs';
import { printTable } from './bench/figures.mjs';
import { journal } from './bench/journal.mjs';
import { page } from './bench/page.mjs';
import { root, run } from './install.mjs';

// What the console costs beside the least that could do the same, measured in turn in the same run. Usage:
// npm run bench [-- PART …]; all parts unless some are named.

/** @typedef {import('@playwright/test').Browser} Browser */

/** @type {Record<string, { what: string, inBrowser?: (browser: Browser) => Promise<void>, run?: () => Promise<void> }>} */
const parts = {
  page: { what: 'the list of 20, slow', inBrowser: page },
  journal: { what: 'the journal at a million records', run: journal },
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`There is no part “${unknown.join(', ')}”. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}

if (!existsSync(join(root, 'dist/server/main.js')) || !existsSync(join(root, 'dist/client/index.html')))
  run('npm', ['run', 'build']);

const chosen = Object.entries(parts).filter(([name]) => named.length === 0 || named.includes(name));
const browser = chosen.some(([, part]) => part.inBrowser) ? await openBrowser() : null;
try {
  for (const [name, { what, inBrowser, run }] of chosen) {
    if (inBrowser && browser === null) {
      console.log(`${name}: left out, there is no Chromium here`);
      continue;
    }
    console.log(`${name}: ${what} …`);
    await (inBrowser && browser ? inBrowser(browser) : run?.());
  }
} finally {
  await browser?.close();
}
if (printTable() > 0) process.exitCode = 1;
