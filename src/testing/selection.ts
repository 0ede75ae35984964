import { act, screen } from '@testing-library/react';

/** A check box of the list, by its name. */
export const box = (name: string | RegExp) => screen.findByRole('checkbox', { name });

/** The bar with what can be done with the selected deployments. */
export const bar = () => screen.findByRole('region', { name: 'Selection' });

/** Two clicks of one moment, before any render. */
export function clickTwice(button: HTMLElement): void {
  act(() => {
    button.click();
    button.click();
  });
}
