import { useMutation, type UseMutationOptions, type UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/**
 * `useMutation` whose `mutate` does nothing while an earlier call is under way. `isPending` alone is a render
 * late: two clicks of one moment would send two requests, and the second takes the first one's callbacks away.
 */
export function useOneMutation<Data, Input = void>(
  options: UseMutationOptions<Data, Error, Input>,
): UseMutationResult<Data, Error, Input> {
  const mutation = useMutation(options);
  const { isPending } = mutation;
  const fired = useRef(false);
  // Freed by a render that knows the end, so that what goes away at the end is gone by then.
  useEffect(() => {
    if (!isPending) fired.current = false;
  });
  const mutate: typeof mutation.mutate = (...input) => {
    if (fired.current) return;
    fired.current = true;
    mutation.mutate(...input);
  };
  return { ...mutation, mutate };
}
