import { batch } from './bench/batch.mjs';
import { neighbours } from './bench/neighbours.mjs';
import { openBrowser } from './bench/browser.mjs';
import { click } from './bench/click.mjs';
import { printTable } from './bench/figures.mjs';
import { histories, journal } from './bench/journal.mjs';
import { many } from './bench/many.mjs';
import { page } from './bench/page.mjs';
import { put } from './bench/put.mjs';
import { start } from './bench/start.mjs';
import { outcomeStreams } from './bench/streams.mjs';
import { run } from './lib/install.mjs';

// Measures the console beside the simplest program that could do the same, in turn in the same run. Usage:
// npm run bench [-- PART …]; without a name all parts run.

/** @typedef {import('@playwright/test').Browser} Browser */

/** @type {Record<string, { what: string, inBrowser?: (browser: Browser) => Promise<void>, run?: () => Promise<void> }>} */
const parts = {
  start: { what: 'the server’s start and memory', run: start },
  page: { what: 'the list of 20, slow', inBrowser: page },
  many: { what: 'the list of 10,000', inBrowser: many },
  click: { what: 'from the click to the outcome', inBrowser: click },
  put: { what: 'PUT /api/cancellations, one at a time', run: put },
  streams: { what: 'an outcome on 200 streams', run: outcomeStreams },
  batch: { what: 'a batch of 100', run: batch },
  journal: { what: 'the journal at a million records', run: journal },
  histories: { what: 'the last ten outcomes on PostgreSQL', run: histories },
  neighbours: { what: 'another person’s PUT while one does the worst', run: neighbours },
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`There is no part “${unknown.join(', ')}”. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}

// A build of another commit may have another database format than the program that fills the database.
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
    try {
      await (inBrowser && browser ? inBrowser(browser) : run?.());
    } catch (error) {
      // The other parts can still be measured.
      console.error(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
      process.exitCode = 1;
    }
  }
} finally {
  await browser?.close();
}
if (printTable() > 0) process.exitCode = 1;
