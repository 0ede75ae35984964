import { createContext, use, type ReactNode } from 'react';

/** Marks in a text what was searched for; null where there is nothing to mark. */
export const Marker = createContext<((text: string) => ReactNode) | null>(null);

/** A text with what was searched for marked in it. */
export function Marked({ children }: { children: string }): ReactNode {
  return use(Marker)?.(children) ?? children;
}
