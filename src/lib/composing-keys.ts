/**
 * While an input method composes a word, its keys are the input method's: Enter takes a suggestion and Escape drops it.
 * No handler of the page hears them, and no form is submitted by them. Until the returned function is called.
 */
export function ignoreComposingKeys(): () => void {
  function listen(event: KeyboardEvent) {
    // Safari says of the key that ends it only by the old code that it was not for the page (UI Events, §5.5.3).
    if (!event.isComposing && event.keyCode !== 229) return;
    event.stopImmediatePropagation();
    if (event.key === 'Enter') event.preventDefault();
  }
  addEventListener('keydown', listen, { capture: true });
  return () => removeEventListener('keydown', listen, { capture: true });
}
