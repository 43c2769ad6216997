// A page that breaks leaves the others alone.
import { Component, type ReactNode } from 'react';

import { BrokenState } from '../parts/states';

export class PageBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    return error === null ? this.props.children : <BrokenState error={error} />;
  }
}
