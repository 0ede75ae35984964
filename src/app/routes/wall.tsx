import { WallView } from '@/features/activity/wall/wall-view';
import { LiveBadge } from '../live/live-badge';
import { useSession } from '../session/session';

export default function WallRoute() {
  const session = useSession();
  return (
    <WallView
      live={<LiveBadge className="text-[length:inherit]" />}
      isSandbox={session?.upstream.kind === 'sandbox'}
    />
  );
}
