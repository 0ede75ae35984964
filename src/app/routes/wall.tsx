import { WallView } from '@/features/activity/wall/wall-view';
import { LiveBadge } from '../live/live-badge';

export default function WallRoute() {
  return <WallView live={<LiveBadge className="text-[length:inherit]" />} />;
}
