import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import {
  historyEntry,
  paths,
  type CallAnswer,
  type CancellationDetail,
  type VerificationRequest,
} from '@/contract';
import { z } from '@/contract/zod';
import { keys } from '@/domain/query-keys';
import { request } from '@/lib/api-client';
import { askCalls, type Stopped } from './run';
import { verifiedCall } from './summary';

const kept = z.object({ history: z.array(historyEntry) });

export interface Verification {
  requested: readonly string[];
  answers: readonly CallAnswer[];
  running: boolean;
  stopped: Stopped | null;
}

/** Asks Fuse about calls, and keeps what came as evidence with the cancellation, even where it was stopped. */
export function useVerification(cancellationId: string) {
  const client = useQueryClient();
  const [state, setState] = useState<Verification | null>(null);
  const running = useRef<AbortController | null>(null);
  const keep = useMutation({
    // The ID is made once, so that a repeat keeps it once.
    mutationFn: ({ id, body }: { id: string; body: VerificationRequest }) =>
      request(kept, 'PUT', paths.verification(cancellationId, id), body),
    onSuccess: ({ history }) => {
      client.setQueryData<CancellationDetail>(
        keys.cancellation(cancellationId),
        (detail) => detail && { ...detail, history },
      );
    },
  });

  useEffect(() => () => running.current?.abort(), []);

  async function ask(ids: readonly string[]) {
    if (running.current !== null) return;
    const controller = new AbortController();
    running.current = controller;
    const answers: CallAnswer[] = [];
    setState({ requested: ids, answers, running: true, stopped: null });
    const stopped = await askCalls(ids, controller.signal, (answer) => {
      answers.push(answer);
      setState({ requested: ids, answers: [...answers], running: true, stopped: null });
    });
    running.current = null;
    setState({ requested: ids, answers: [...answers], running: false, stopped });
    if (answers.length > 0)
      keep.mutate({
        id: crypto.randomUUID(),
        body: { requested: ids.length, calls: answers.map(verifiedCall) },
      });
  }

  return { state, ask, stop: () => running.current?.abort(), keep };
}
