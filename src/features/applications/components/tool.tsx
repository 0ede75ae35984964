import { createContext, use, type ReactNode } from 'react';
import type { ListTools } from './list-tools';

/** The controls of a list; null while they load, and there is no selection yet. */
export const Tools = createContext<ListTools | null>(null);

/** Where one of the list's controls will be: once they are there, nothing around it is rendered again. */
export function Tool({
  children,
  instead = null,
}: {
  children: (tools: ListTools) => ReactNode;
  instead?: ReactNode;
}) {
  const tools = use(Tools);
  return tools === null ? instead : children(tools);
}

/** Keeps a copy button's room. */
export const noCopyButton = <span className="size-6" />;
