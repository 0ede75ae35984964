import { createRoot } from 'react-dom/client';
import { PageFailed } from '@/components/ui/page-failed';
import { logCaughtError } from '@/lib/code-not-fetched';
import { watchFragment } from './app/session/fragment-token';

watchFragment();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
const page = createRoot(root, { onCaughtError: logCaughtError });
// The app is a script of its own, so that the page can answer to a key or a click between the two.
void import('./app/start').then(
  ({ start }) => start(page),
  () => page.render(<NotLoaded />),
);

function NotLoaded() {
  return (
    <PageFailed title="The console could not be loaded">
      One of its files did not arrive. What was sent to Fuse is on record.
    </PageFailed>
  );
}
