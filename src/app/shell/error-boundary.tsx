import { Component, type ReactNode } from 'react';

/**
 * What is shown instead of a part of the page that threw; with the view's address as its key, each view gets a new
 * chance. Code that cannot be fetched throws nothing: `onDemand` and `idlePart` tell what is missing.
 */
export class ErrorBoundary extends Component<
  { instead: ReactNode; children: ReactNode },
  { failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}
