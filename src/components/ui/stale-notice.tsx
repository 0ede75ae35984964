import type { ReactNode } from 'react';
import { asOfTime } from '@/lib/dates';
import { Button } from './button';
import { Notice } from './notice';

/** Says that what is shown could not be read again since `asOf`, in milliseconds since 1970. */
export function StaleNotice({
  asOf,
  refresh,
  isFloating = false,
  children,
}: {
  asOf: number;
  refresh?: () => void;
  isFloating?: boolean;
  children?: ReactNode;
}) {
  return (
    <Notice
      tone="warning"
      className={isFloating ? 'shadow-floating' : ''}
      role="status"
      title={`Could not refresh. Last update: ${asOfTime(asOf)}.`}
      action={
        refresh && (
          <Button size="sm" onClick={refresh}>
            Refresh
          </Button>
        )
      }
    >
      {children}
    </Notice>
  );
}
