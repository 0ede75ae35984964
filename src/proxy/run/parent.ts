const checkEveryMs = 250;

/**
 * Calls `onGone` once the process that started this one has ended, where that was npm or npm's shell: ended by a
 * signal, it may leave this one running, with the port and the database that the next start needs. A console that was
 * started by anything else may outlive it.
 */
export function watchParent(onGone: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, checkEveryMs).unref();
}
