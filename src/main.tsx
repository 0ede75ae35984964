// Of React too, though nothing in this script uses it.
import 'react/jsx-runtime';
import { createRoot } from 'react-dom/client';
import { watchFragment } from './app/fragment-token';

watchFragment();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
const page = createRoot(root);
// A script of its own, so that the page can answer to a key or a click between the two.
void import('./app/start').then(({ start }) => start(page));
