import { install, root, run } from './lib/install.mjs';

install();
run('npm', ['run', 'build']);
process.chdir(root);
process.argv.push('--open');
// The server runs in this process, so that Ctrl-C reaches it.
await import(new URL('../dist/server/main.js', import.meta.url).href);
