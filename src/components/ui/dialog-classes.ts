export const overlayClass = 'bg-overlay animate-fade fixed inset-0 z-40';

// In a window too low for its head, fields and buttons, as at 400 % (WCAG 1.4.10), all of it scrolls.
export const contentClass =
  '[@media(max-height:30rem)]:block [@media(max-height:30rem)]:overflow-y-auto bg-raised border-line shadow-floating animate-rise fixed inset-x-3 top-1/2 z-50 mx-auto flex max-h-[calc(100dvh-1.5rem)] max-w-lg -translate-y-1/2 flex-col overflow-hidden rounded-xl border focus:outline-none';
