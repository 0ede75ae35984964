import { install, root, run } from './lib/install.mjs';

const parent = process.ppid;
install();
run('npm', ['run', 'build']);
// The npm that started this has ended meanwhile: nobody waits for the server, and the next start needs its port.
if (process.env['npm_lifecycle_event'] && process.ppid !== parent) process.exit(1);
process.chdir(root);
process.argv.push('--open');
// The server runs in this process, so that Ctrl-C reaches it.
await import(new URL('../dist/server/main.js', import.meta.url).href);
