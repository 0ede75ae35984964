import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import { ViewHeading } from '@/components/ui/view-heading';

export default function NotFoundRoute() {
  return (
    <div className="space-y-5">
      <ViewHeading title="Page not found" />
      <EmptyState
        title="There is nothing at this address"
        action={<TextLink href="/">Go to the deployments</TextLink>}
      />
    </div>
  );
}
