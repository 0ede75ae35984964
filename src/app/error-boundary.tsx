import { Component, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** What is shown instead of a view that failed; a new view (another `name`) gets a new chance. */
export class ErrorBoundary extends Component<
  { name: string; children: ReactNode },
  { failed: boolean; name: string }
> {
  override state = { failed: false, name: this.props.name };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  static getDerivedStateFromProps(props: { name: string }, state: { name: string }) {
    return props.name === state.name ? null : { failed: false, name: props.name };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <EmptyState
        role="alert"
        title="This view could not be shown"
        action={<Button onClick={() => location.reload()}>Reload the page</Button>}
      >
        The console may have been updated or restarted. Cancellations that were sent are on record, whatever
        happens on this page.
      </EmptyState>
    );
  }
}
