/** Stands where the whole page would: nothing else of it can be trusted to be there. */
export function PageFailed({ title, children }: { title: string; children: string }) {
  return (
    <main role="alert" className="mx-auto max-w-md space-y-2 px-4 py-12 text-center">
      <h1 className="text-lg font-semibold">{title}</h1>
      <p className="text-ink-soft">{children}</p>
      <p>
        <a
          href={location.pathname + location.search}
          className="inline-flex min-h-6 items-center font-medium text-accent underline underline-offset-4 pointer-coarse:min-h-11"
        >
          Reload
        </a>
      </p>
    </main>
  );
}
