import { useEffect, useRef, type ReactNode } from 'react';

let shownAt: string | null = null;
let wentBack = false;
for (const type of ['popstate', 'pushState']) addEventListener(type, () => (wentBack = type === 'popstate'));

/**
 * The one `h1` of a view. It names the window, and takes the focus when the view changes, so that keyboard
 * and screen reader start where the eye does; not on the first view, where the browser does that itself, nor
 * from what somebody has reached meanwhile while the view was still loading. Whoever goes back is where they were.
 */
export function ViewHeading({
  title,
  name,
  mark = '',
  children,
}: {
  title: string;
  /** The whole title, for the window and a screen reader, where the rest stands beside the heading. */
  name?: string;
  /** Stands before the title in the window's name: `(3)`. */
  mark?: string;
  children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${mark} ${name ?? title} · Fuse Cancel Console`.trim();
  }, [mark, title, name]);

  // React's StrictMode runs effects twice: a view arrives once.
  const hasArrived = useRef(false);
  useEffect(() => {
    if (hasArrived.current) return;
    hasArrived.current = true;
    const moved = shownAt !== location.pathname || document.activeElement === document.body;
    if (shownAt !== null && moved) heading.current?.focus({ preventScroll: wentBack });
    shownAt = location.pathname;
  }, []);

  return (
    <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-3">
      <h1 ref={heading} tabIndex={-1} aria-label={name} className="text-xl font-semibold tracking-tight">
        {title}
      </h1>
      {children !== undefined && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
