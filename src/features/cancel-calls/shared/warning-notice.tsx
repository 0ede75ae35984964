import type { ReactNode } from 'react';
import { Notice } from '@/components/ui/notice';
import { TextLink } from '@/components/ui/text-link';

/** Warns in a dialog that cancels, and leads to the record or batch that it is about. */
export function WarningNotice({
  title,
  href,
  link = 'View record',
  children,
}: {
  title: ReactNode;
  href: string;
  /** The link's words. */
  link?: string;
  children: string;
}) {
  return (
    <Notice
      tone="warning"
      role="alert"
      title={title}
      action={
        <TextLink variant="action" href={href}>
          {link}
        </TextLink>
      }
    >
      <p>{children}</p>
    </Notice>
  );
}
