import { createContext, use, type ReactNode } from 'react';

export type Highlight = (text: string) => ReactNode;

/** Highlights in a text what was searched for; null where nothing was. */
export const HighlightContext = createContext<Highlight | null>(null);

/** A function, since a component for each text would double the number of components in a long list. */
export function useHighlight(): Highlight {
  return use(HighlightContext) ?? plain;
}

const plain = (text: string) => text;
