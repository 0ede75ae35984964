import { createRoot } from 'react-dom/client';
import { watchFragment } from './app/fragment-token';

watchFragment();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
const page = createRoot(root);
// A script of its own, so that the page can answer to a key or a click between the two.
void import('./app/start').then(
  ({ start }) => start(page),
  () => page.render(<NotLoaded />),
);

function NotLoaded() {
  return (
    <main role="alert" className="mx-auto max-w-md space-y-2 px-4 pt-24 text-center">
      <h1 className="text-lg font-semibold">The console could not be loaded</h1>
      <p className="text-ink-soft">
        One of its files did not arrive. What was sent to Fuse is on record, whatever happens here.
      </p>
      <p>
        <a
          href={location.pathname + location.search}
          className="font-medium text-accent underline underline-offset-4"
        >
          Load it again
        </a>
      </p>
    </main>
  );
}
