import { Skeleton } from '@/components/ui/skeleton';

function Rows({ count }: { count: number }) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="flex h-13 items-center px-4">
        <Skeleton className="h-4 w-40" />
      </div>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="flex h-32 items-center gap-6 border-t border-line px-4 lg:h-17">
          <Skeleton className="h-4 w-1/4" />
          <Skeleton className="hidden h-4 w-24 sm:block" />
          <Skeleton className="h-4 w-20" />
          <Skeleton className="ml-auto h-8 w-40" />
        </div>
      ))}
    </div>
  );
}

/** The list's outline while it loads; `index.html` paints the same before the script runs. */
export function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading the saved deployments" className="space-y-5">
      <div className="space-y-3">
        <Skeleton className="h-9 w-full sm:max-w-sm lg:max-w-xs" />
        <p className="h-5" />
      </div>
      <Rows count={4} />
      <Rows count={3} />
    </div>
  );
}
