import { Notice } from '@/components/ui/notice';
import type { Stopped } from './run';

const fuseStopped = {
  401: 'Fuse answered 401 Unauthorized. Check the credentials with whoever runs this console.',
  429: 'Fuse answered 429 Too many requests. Wait before asking again.',
} as const;

/** Why not all calls were asked about. */
export function StoppedNotice({ stopped }: { stopped: Stopped }) {
  switch (stopped.why) {
    case 'person':
      return <Notice tone="neutral" role="status" title="Stopped by you." />;
    case 'fuse':
      return (
        <Notice tone="warning" role="alert" title="Stopped: the rest was not asked.">
          <p>{fuseStopped[stopped.code]}</p>
          {stopped.retryAfter !== null && <p>{`Fuse asks to wait: ${stopped.retryAfter}.`}</p>}
        </Notice>
      );
    case 'console':
      return (
        <Notice tone="negative" role="alert" title="Stopped: the rest was not asked.">
          <p>{stopped.detail}</p>
        </Notice>
      );
  }
}
