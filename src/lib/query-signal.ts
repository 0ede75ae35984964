/**
 * The signal that aborts a query which nobody shows any more. It is taken from TanStack Query a moment late: React's
 * StrictMode shows each view twice at once, and a request whose signal is in use would be aborted and sent again.
 */
export function querySignal(context: { signal: AbortSignal }): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => {
    const { signal } = context;
    const abort = () => controller.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
  return controller.signal;
}
