import type { Permission } from '@/contract/grants';
import { Notice } from '@/components/ui/notice';
import { lackingText } from '@/common/grant-words';
import { useGrants } from '@/common/grants';

/** Says what the person may not do here, and where they may. */
export function NotGrantedNotice({ permission }: { permission: Permission }) {
  const grants = useGrants();
  return (
    <Notice tone="neutral" role="status" title={lackingText(grants, permission)}>
      <p>Ask somebody who may, or who keeps the console’s configuration.</p>
    </Notice>
  );
}
