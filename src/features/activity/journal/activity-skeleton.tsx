import { Skeleton } from '@/components/ui/skeleton';

export function ActivitySkeleton() {
  return (
    <div role="status" aria-label="Loading the journal" className="rounded-lg border border-line bg-surface">
      {Array.from({ length: 6 }, (_, index) => (
        <div
          key={index}
          className="flex h-19 items-start gap-4 border-t border-line px-4 py-4 first:border-t-0"
        >
          <Skeleton className="h-4 w-32" />
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="ml-auto hidden h-4 w-32 sm:block" />
        </div>
      ))}
    </div>
  );
}
