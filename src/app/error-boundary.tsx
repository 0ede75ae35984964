import { Component, type ReactNode } from 'react';
import { ViewFailed } from '@/components/ui/on-demand';

/**
 * What is shown instead of a view that threw; with the view's address as its key, each view gets a new chance.
 * Code that cannot be fetched throws nothing: `onDemand` tells it where it is missing, and fetches it again.
 */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <ViewFailed tryAgain={() => location.reload()} />;
  }
}
