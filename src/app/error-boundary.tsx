import { Component, type ReactNode } from 'react';
import { ViewFailed } from '@/components/ui/on-demand';

/**
 * What is shown instead of a view that threw; a new view (another `name`) gets a new chance. Code that cannot be
 * fetched throws nothing: `onDemand` tells it where it is missing, and fetches it again.
 */
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
    return <ViewFailed label="Reload the page" tryAgain={() => location.reload()} />;
  }
}
