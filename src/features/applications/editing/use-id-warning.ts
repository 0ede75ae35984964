import { useMemo } from 'react';
import type { Application } from '@/contract';
import { idWarnings } from '@/contract/id-warnings';
import { cleanTyped } from '@/contract/invisible';

/** What a spreadsheet may have done to a typed ID, as a sentence; undefined without a doubt. */
export function useIdWarning(applications: readonly Application[]) {
  const warningsOf = useMemo(() => idWarnings(applications), [applications]);
  return (kind: 'application' | 'deployment', typed: string): string | undefined => {
    const words = warningsOf[kind](cleanTyped(typed));
    return words.length === 0 ? undefined : `This ID ${words.join(', and ')}. Compare it with Fuse.`;
  };
}
