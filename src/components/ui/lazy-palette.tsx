import { useState, type ComponentType } from 'react';
import { isDialogOpen } from '@/lib/single-keys';
import { useDocumentEvent } from '@/lib/use-document-event';
import { lazyPart } from './lazy-part';

/** The text in the box of a palette. It is kept outside of the palette, where it is typed before the code is there. */
export interface PaletteText {
  text: string;
  setText: (text: string) => void;
}

/** A palette whose code is fetched when it is first opened. What is typed meanwhile is meant for its box. */
export function lazyPalette<P extends { onClose: () => void }>(
  load: () => Promise<{ default: ComponentType<P & PaletteText> }>,
) {
  const Palette = lazyPart(load);
  function LazyPalette(props: P) {
    const [text, setText] = useState('');
    const typeAhead = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // The palette is there and reads the keys itself, or could not be fetched and a notice stands in its place.
      if (isDialogOpen() || document.querySelector('[data-part-failed]')) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape') props.onClose();
      if (event.key === 'Backspace') setText((typed) => typed.slice(0, -1));
      // The other keys have longer names, as “Enter” and “Shift”.
      if (event.key.length === 1) setText((typed) => typed + event.key);
    };
    useDocumentEvent('keydown', typeAhead, { capture: true });
    return <Palette {...props} text={text} setText={setText} />;
  }
  return Object.assign(LazyPalette, { prefetch: Palette.prefetch });
}
