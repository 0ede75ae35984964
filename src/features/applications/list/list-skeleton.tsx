import { Skeleton } from '@/components/ui/skeleton';

/** The list's outline while it loads, of the size that `index.html` paints before the script runs. */
export function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading the saved deployments" className="space-y-5">
      <div className="space-y-3">
        <Skeleton className="h-9 w-full pointer-coarse:h-11" />
        <p className="h-6 pointer-coarse:h-11" />
      </div>
      <Skeleton className="h-70 rounded-lg" />
      <Skeleton className="h-64 rounded-lg" />
    </div>
  );
}
