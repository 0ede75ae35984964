import { install, root, run } from './lib/install.mjs';

install();
run('npm', ['run', 'build']);
process.chdir(root);
process.argv.push('--open');
// In this process, so that Ctrl-C reaches the server itself.
await import(new URL('../dist/server/main.js', import.meta.url).href);
