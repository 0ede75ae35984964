/** Room between a control and the toast beside or above it. */
const gap = 8;

/** What a click changes something with; a link that a toast hides is reached by scrolling. */
const actions = 'main :is(button, input, select)';

interface Offset {
  /** Pixels of the window from its lower edge; 0: where toasts stand otherwise. */
  lift: number;
  /** Pixels from the window's right edge; 0: where toasts stand otherwise. */
  shift: number;
}

/** Where the toast in front would stand without an offset; null without any toast. */
function placeOf(section: HTMLElement, { lift, shift }: Offset): DOMRect | null {
  const toast = section.querySelector<HTMLElement>('[data-toast="front"]');
  const list = section.querySelector('ol');
  if (list === null || toast === null) return null;
  // Its size and not its place: it may still be on its way.
  const { offsetWidth: width, offsetHeight: height } = toast;
  const { right, bottom } = list.getBoundingClientRect();
  const lowest = lift === 0 ? bottom : Number(list.dataset['lowest'] ?? bottom);
  const farthest = shift === 0 ? right : Number(list.dataset['farthest'] ?? right);
  Object.assign(list.dataset, { lowest, farthest });
  return new DOMRect(farthest - width, lowest - height, width, height);
}

function overlaps(box: DOMRect, toast: DOMRect): boolean {
  return (
    box.width > 0 &&
    box.bottom > toast.top &&
    box.top < Math.min(toast.bottom, innerHeight) &&
    box.right > toast.left &&
    box.left < toast.right
  );
}

/**
 * How far a toast stands from the window's right edge so that it lies on no action. Once it has moved it stays there:
 * it does not jump while the page is scrolled.
 */
function shiftOff(toast: DOMRect, shift: number): number {
  const boxes = [...document.querySelectorAll(actions)].map((action) => action.getBoundingClientRect());
  const home = toast.right;
  const moved = (to: number) =>
    to === 0 ? toast : new DOMRect(innerWidth - to - toast.width, toast.top, toast.width, toast.height);
  const covered = boxes.filter((box) => overlaps(box, moved(shift)));
  if (covered.length === 0) return shift;
  const left = Math.min(...covered.map((box) => box.left));
  const next = innerWidth - left + gap;
  const margin = innerWidth - home;
  return left >= home || left - gap - toast.width < margin ? shift : next;
}

/**
 * Moves the toasts beside what can be pressed, and lifts them above what has the focus, where they would hide it
 * (WCAG 2.4.11), until the returned function is called. Nothing is scrolled for it: the page moves for its reader only.
 */
export function keepOffControls(section: HTMLElement): () => void {
  const root = document.documentElement;
  let offset: Offset = { lift: 0, shift: 0 };
  let frame = 0;
  /** What the page leaves below its last row for a toast as a strip, in pixels; as high as most toasts to begin with. */
  let room = 248;

  function move(next: Offset) {
    if (next.lift !== offset.lift) root.style.setProperty('--toast-lift', `${next.lift}px`);
    if (next.shift !== offset.shift) root.style.setProperty('--toast-shift', `${next.shift}px`);
    offset = next;
  }

  function place() {
    frame = 0;
    const focused = document.activeElement;
    // What is being read or pressed in a toast does not move away.
    if (focused === null || section.contains(focused) || section.querySelector(':hover') !== null) return;
    const home = placeOf(section, offset);
    if (home === null) {
      move({ lift: 0, shift: 0 });
      return;
    }
    // It only grows: the page would scroll by itself where its end was taken away again.
    if (home.height > room) {
      room = home.height;
      root.style.setProperty('--toast-room', `${room + gap}px`);
    }
    const shift = shiftOff(home, offset.shift);
    const toast =
      shift === 0 ? home : new DOMRect(innerWidth - shift - home.width, home.y, home.width, home.height);
    // An open menu lies above the toast. What is to be seen beside it is the button that it belongs to.
    const opener = focused.closest('[role="menu"]')?.getAttribute('aria-labelledby');
    const control = (opener && document.getElementById(opener)) || focused;
    const box = control.getBoundingClientRect();
    const isControl = control !== document.body && box.height < innerHeight / 2;
    const canLift = box.top - gap - toast.height >= 0;
    const lift = isControl && overlaps(box, toast) && canLift ? innerHeight - box.top + gap : 0;
    move({ lift, shift });
  }

  const later = () => {
    frame ||= requestAnimationFrame(place);
  };
  const changes = new MutationObserver(later);
  changes.observe(section, { childList: true, subtree: true, attributeFilter: ['data-toast'] });
  // The selection bar comes, and the toast stands above it now.
  changes.observe(root, { attributeFilter: ['style'] });
  addEventListener('focusin', later);
  addEventListener('resize', later);
  addEventListener('scroll', later, { passive: true, capture: true });
  return () => {
    cancelAnimationFrame(frame);
    changes.disconnect();
    removeEventListener('focusin', later);
    removeEventListener('resize', later);
    removeEventListener('scroll', later, { capture: true });
    move({ lift: 0, shift: 0 });
  };
}
