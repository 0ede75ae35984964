import { Button } from './button';
import { focusHeading } from './focus-heading';

/** How many changes a list holds back, and the way to them. */
export function ChangesButton({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <p role="status">
      {count > 0 && (
        <Button
          size="sm"
          className="rounded-full! border-accent-line! bg-accent-soft! text-accent! tabular shadow-floating"
          onClick={() => {
            // The button goes, and the focus with it.
            focusHeading();
            onShow();
          }}
        >
          {`${count} ${count === 1 ? 'change' : 'changes'}: show`}
        </Button>
      )}
    </p>
  );
}
