import { Notice } from '@/components/ui/notice';
import type { Stopped } from './run';

const fuseStopped = {
  401: 'Fuse answered 401 Unauthorized. Ask the person who runs this console to check the credentials.',
  429: 'Fuse answered 429 Too many requests. Wait before asking again.',
} as const;

/** Why not all calls were asked about. */
export function StoppedNotice({ stopped }: { stopped: Stopped }) {
  switch (stopped.why) {
    case 'person':
      return <Notice tone="neutral" role="status" title="Stopped by you." />;
    case 'fuse':
      return (
        <Notice tone="warning" role="alert" title="Stopped: Fuse was not asked about the other calls.">
          <p>{fuseStopped[stopped.code]}</p>
          {stopped.retryAfter !== null && <p>{`Fuse asks to wait: ${stopped.retryAfter}.`}</p>}
        </Notice>
      );
    case 'console':
      return (
        <Notice tone="negative" role="alert" title="Stopped: Fuse was not asked about the other calls.">
          <p>{stopped.detail}</p>
        </Notice>
      );
  }
}
