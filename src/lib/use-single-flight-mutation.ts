import { useMutation, type UseMutationOptions, type UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/**
 * `useMutation` with the guard against double submission: `mutate` does nothing while an earlier call is under way.
 * `isPending` alone is a render late: two clicks in one moment would send two requests, and the second would take the
 * callbacks of the first away.
 */
export function useSingleFlightMutation<Data, Input = void>(
  options: UseMutationOptions<Data, Error, Input>,
): UseMutationResult<Data, Error, Input> {
  const mutation = useMutation(options);
  const { isPending } = mutation;
  const isInFlight = useRef(false);
  // Cleared by the render that shows the end, so that a button which disappears at the end is gone by then.
  useEffect(() => {
    if (!isPending) isInFlight.current = false;
  });
  const mutate: typeof mutation.mutate = (...input) => {
    if (isInFlight.current) return;
    isInFlight.current = true;
    mutation.mutate(...input);
  };
  return { ...mutation, mutate };
}
