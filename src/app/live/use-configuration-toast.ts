import { useEffect, useRef } from 'react';
import { showToast } from '@/components/ui/toast';

/**
 * Says that the configuration file has an error and what was in force before still is, and later that it
 * has none any more. A toast moves nothing under the pointer.
 */
export function useConfigurationToast(problem: string | undefined): void {
  const last = useRef<string>(undefined);
  useEffect(() => {
    if (problem === last.current) return;
    last.current = problem;
    if (problem === undefined)
      showToast('configuration', {
        role: 'status',
        tone: 'positive',
        title: 'The configuration file is in force.',
        duration: 10_000,
      });
    else
      showToast('configuration', {
        role: 'alert',
        tone: 'warning',
        title: 'The configuration file has an error.',
        details: ['What was in force before still is.', problem],
        duration: null,
      });
  }, [problem]);
}
