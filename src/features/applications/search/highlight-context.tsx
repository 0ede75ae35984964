import { createContext, use, type ReactNode } from 'react';

/** Marks in a text what was searched for; null where there is nothing to mark. */
export const HighlightContext = createContext<((text: string) => ReactNode) | null>(null);

/** How to show a text with what was searched for marked in it: a component of its own would be one for every text. */
export function useHighlight(): (text: string) => ReactNode {
  return use(HighlightContext) ?? plain;
}

const plain = (text: string) => text;
