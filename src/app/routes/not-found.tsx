import { Link } from 'wouter';
import { EmptyState } from '@/components/ui/empty-state';
import { ViewHeading } from '@/components/ui/view-heading';

export default function NotFoundRoute() {
  return (
    <div className="space-y-5">
      <ViewHeading title="Page not found" />
      <EmptyState
        title="There is nothing at this address"
        action={
          <Link href="/" className="font-medium text-accent underline-offset-4 hover:underline">
            Go to the deployments
          </Link>
        }
      />
    </div>
  );
}
