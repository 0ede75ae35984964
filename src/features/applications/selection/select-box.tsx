import { useId, type ComponentProps } from 'react';
import { cx } from '@/lib/cx';

/** A check box without words, in a target that a finger can hit. */
export function WideSelectBox({ className, ...rest }: ComponentProps<typeof SelectBox>) {
  const id = useId();
  return (
    <label htmlFor={id} className={cx('grid size-8 cursor-pointer place-items-center', className)}>
      <SelectBox {...rest} id={id} />
    </label>
  );
}

/** A check box that selects; `onToggle` says whether the Shift key was held. */
export function SelectBox({
  checked,
  some = false,
  onToggle,
  ...rest
}: {
  checked: boolean;
  /** Some of what it stands for is selected. */
  some?: boolean;
  onToggle: (on: boolean, extend: boolean) => void;
} & Omit<ComponentProps<'input'>, 'onToggle'>) {
  return (
    <input
      {...rest}
      ref={(box) => {
        if (box !== null) box.indeterminate = some;
      }}
      type="checkbox"
      checked={checked}
      onChange={() => undefined}
      // The change event does not know about the Shift key.
      onClick={(event) => onToggle(event.currentTarget.checked, event.shiftKey)}
      className="block size-4 cursor-pointer accent-accent-solid"
    />
  );
}
