import { useEffect, useState } from 'react';
import { whenIdle } from '@/lib/idle';
import type { ListTools } from './components/list-tools';

let loaded: ListTools | null = null;

/**
 * The controls of a list: null until the page was idle, and their room is kept meanwhile. Where the list
 * cannot be shown without them they are fetched at once.
 */
export function useListTools(atOnce: boolean): ListTools | null {
  const [tools, setTools] = useState(loaded);
  useEffect(() => {
    if (tools !== null) return;
    let stop = () => {};
    const load = () =>
      import('./components/list-tools').then(
        ({ listTools }) => setTools((loaded = listTools)),
        // A failed load is tried again: without these the list cannot be edited.
        () => {
          const timer = setTimeout(() => void load(), 3000);
          stop = () => clearTimeout(timer);
        },
      );
    if (atOnce) void load();
    else stop = whenIdle(() => void load());
    return () => stop();
  }, [tools, atOnce]);
  return tools;
}
