import { useScrollLock } from './use-scroll-lock';

/**
 * Covers the page behind an open dialog. Radix's own overlay locks the scrolling with a `<style>` element, which the
 * page's Content Security Policy forbids.
 */
export function DialogOverlay() {
  useScrollLock();
  return <div className="fixed inset-0 z-40 animate-fade bg-overlay" />;
}
