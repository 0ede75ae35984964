import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { asOfTime } from '@/lib/dates';

/** The list could not be read anew. */
export function StaleNotice({ asOf, refresh }: { asOf: number; refresh: () => void }) {
  return (
    <Notice
      tone="warning"
      className="shadow-floating"
      role="status"
      title={`Could not refresh: the list is as of ${asOfTime(asOf)}.`}
      action={
        <Button size="sm" onClick={refresh}>
          Refresh
        </Button>
      }
    />
  );
}
