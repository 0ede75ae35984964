import * as Radix from '@radix-ui/react-dialog';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { overlayClass } from './dialog-classes';
import { useFocusReturn } from './use-focus-return';

/** A box to type in and a list to choose from, by keyboard or pointer; what is listed is up to `children`. */
export function Palette({
  label,
  value,
  onChange,
  onClose,
  children,
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const returnFocus = useFocusReturn();
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl animate-rise overflow-hidden rounded-xl border border-line bg-raised shadow-floating focus:outline-none"
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          <Command label={label} shouldFilter={false} loop>
            <div className="relative border-b border-line">
              <Search
                aria-hidden="true"
                className="pointer-events-none absolute top-4 left-4 size-4 text-ink-faint"
              />
              <Command.Input
                value={value}
                onValueChange={onChange}
                placeholder="Deployment, view, ID or action"
                className="h-12 w-full bg-transparent pr-4 pl-11 text-base focus:outline-none"
              />
            </div>
            <Command.List label={label} className="max-h-[60dvh] overflow-y-auto overscroll-contain">
              {children}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
