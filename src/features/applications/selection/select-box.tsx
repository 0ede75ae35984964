import type { ComponentProps } from 'react';

/** A check box with a target of its own size; `onToggle` tells whether Shift was held. */
export function SelectBox({
  checked,
  some = false,
  onToggle,
  ...rest
}: {
  checked: boolean;
  /** Part of what it stands for is on. */
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
      // The change event does not tell about Shift.
      onClick={(event) => onToggle(event.currentTarget.checked, event.shiftKey)}
      className="block size-4 cursor-pointer accent-accent-solid"
    />
  );
}
