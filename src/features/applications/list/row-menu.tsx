import { Ellipsis } from 'lucide-react';
import { lazyMenu } from '@/components/ui/menu';
import type { RowMenuProps } from './open-row-menu';

const Menu = lazyMenu(() => import('./open-row-menu'));

/** What a deployment's row offers beside cancelling, in one menu. */
export function RowMenu({ identity, ...props }: RowMenuProps & { identity: string }) {
  return (
    <Menu
      {...props}
      icon={Ellipsis}
      label={`More for ${identity}`}
      title="More"
      isInRow
      isTabStop={props.onEdit === undefined}
    />
  );
}
