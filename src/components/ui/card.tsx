import type { ReactNode } from 'react';

/** One titled part of a record's view. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="rounded-lg border border-line bg-surface shadow-raised">
      <h2 className="border-b border-line px-4 py-2.5 text-base font-semibold">{title}</h2>
      <div className="px-4 py-3">{children}</div>
    </section>
  );
}
