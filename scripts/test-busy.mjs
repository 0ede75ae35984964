import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { run } from './lib/install.mjs';

// Runs every check while another program keeps each core busy: a test that passes only on an idle machine fails here.
const spin = ['-e', 'for (;;) Math.sqrt(2)'];
const others = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, spin));
process.once('exit', () => others.forEach((other) => other.kill('SIGKILL')));
run('npm', ['test']);
