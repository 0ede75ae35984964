import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { CallAnswer, CancellationDetail, VerificationLine } from '@/contract';
import { keys } from '@/common/query-keys';
import { askCalls, type Stopped } from './run';

export interface VerificationState {
  requested: readonly string[];
  answers: readonly CallAnswer[];
  running: boolean;
  stopped: Stopped | null;
  /** The console has said that the answers are on record. */
  kept: boolean;
}

/**
 * Has the console ask Fuse about calls. The console keeps the answers with the cancellation, also if the page stops
 * the verification or is closed.
 */
export function useVerification(cancellationId: string) {
  const client = useQueryClient();
  const [state, setState] = useState<VerificationState | null>(null);
  const running = useRef<AbortController | null>(null);

  useEffect(() => () => running.current?.abort(), []);

  async function ask(callIds: readonly string[]) {
    if (running.current !== null) return;
    const controller = new AbortController();
    running.current = controller;
    let progress: VerificationState = {
      requested: callIds,
      answers: [],
      running: true,
      stopped: null,
      kept: false,
    };
    setState(progress);
    const show = (line: VerificationLine) => {
      if (line.kind === 'answer') progress = { ...progress, answers: [...progress.answers, line.answer] };
      if (line.kind === 'kept') {
        progress = { ...progress, kept: true };
        client.setQueryData<CancellationDetail>(
          keys.cancellation(cancellationId),
          (detail) => detail && { ...detail, history: line.history },
        );
      }
      setState(progress);
    };
    const questions = { cancellationId, verificationId: crypto.randomUUID(), callIds };
    const stopped = await askCalls(questions, controller.signal, show);
    running.current = null;
    setState({ ...progress, running: false, stopped });
    // The console keeps the answers after a stop too: the live events bring them, or this query.
    if (!progress.kept) void client.invalidateQueries({ queryKey: keys.cancellation(cancellationId) });
  }

  return { state, ask, stop: () => running.current?.abort() };
}
