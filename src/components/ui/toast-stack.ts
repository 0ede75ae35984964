import { sharedState } from '@/lib/shared-state';

interface ToastStack {
  /** IDs, oldest first. */
  ids: readonly string[];
  /** The toast under the pointer or with the focus: nothing comes before it meanwhile. */
  held: string | null;
}

const [change, use] = sharedState<ToastStack>({ ids: [], held: null });

export function pushToast(id: string): void {
  change(({ ids, held }) => ({ ids: ids.includes(id) ? ids : [...ids, id], held }));
}

export function dropToast(id: string): void {
  change(({ ids, held }) => ({ ids: ids.filter((other) => other !== id), held: held === id ? null : held }));
}

export function clearToasts(): void {
  change({ ids: [], held: null });
}

/** Keeps a toast in front, or lets it go. */
export function holdToast(id: string, isHeld: boolean): void {
  change(({ ids, held }) => ({ ids, held: isHeld ? id : held === id ? null : held }));
}

/** The ID of the toast that is shown, null without any, and how many wait behind it. */
export function useToastStack(): { front: string | null; behind: number } {
  const { ids, held } = use();
  const front = held !== null && ids.includes(held) ? held : (ids.at(-1) ?? null);
  return { front, behind: Math.max(0, ids.length - 1) };
}
