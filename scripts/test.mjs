import { install, run } from './install.mjs';

install();
const { provideBrowser } = await import('./browsers.mjs');
const chromium = await provideBrowser('chromium', 'chromium');
if (!chromium) {
  console.error('Chromium is needed and could not be installed: install it, or set CHROMIUM_PATH to it.');
  process.exit(1);
}
const firefox = await provideBrowser('firefox', 'firefox-esr');
if (!firefox) console.log('Firefox cannot be had here: the end-to-end tests run in Chromium only.');

run('npm', ['run', 'check']);
run('npm', ['run', 'test:unit']);
run('npm', ['run', 'test:e2e']);
console.log(
  '\nAll of it passed: types, lint, format, unused code, sizes, unit, component and end-to-end tests.',
);
