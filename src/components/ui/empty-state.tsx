import type { ReactNode } from 'react';
import { Button } from './button';

/** What stands where a list would: a sentence, what helps, and a way on. */
export function EmptyState({
  title,
  children,
  action,
  role,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  role?: 'alert';
}) {
  return (
    <div
      role={role}
      className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-line-strong bg-surface px-6 py-12 text-center"
    >
      <p className="text-lg font-medium">{title}</p>
      {children !== undefined && <div className="max-w-prose text-sm text-ink-soft">{children}</div>}
      {action !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

/** Stands where a view would whose data could not be read. */
export function NotLoaded({
  title,
  retry,
  children,
}: {
  title: string;
  retry: () => void;
  /** What is true all the same. */
  children?: string;
}) {
  return (
    <EmptyState role="alert" title={title} action={<Button onClick={retry}>Try again</Button>}>
      {children && `The console did not answer as it should. ${children}`}
    </EmptyState>
  );
}
