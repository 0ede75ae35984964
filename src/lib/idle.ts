const pollMs = 50;
/** However busy the page is, nothing waits longer. */
const patienceMs = 2000;

let inFlight = 0;

/** Keeps idle moments from coming until the returned function is called. */
export function holdIdle(): () => void {
  inFlight += 1;
  let held = true;
  return () => {
    if (held) inFlight -= 1;
    held = false;
  };
}

/** Counts as work that idle moments wait for: what a request brings is shown before anything else is fetched. */
export async function beforeIdle<T>(work: Promise<T>): Promise<T> {
  const release = holdIdle();
  try {
    return await work;
  } finally {
    release();
  }
}

/**
 * Runs once when the page waits for no answer and the browser has nothing better to do. Returns how to call it
 * off.
 */
export function whenIdle(run: () => void): () => void {
  const giveUp = performance.now() + patienceMs;
  let callOff = next();

  function next(): () => void {
    if (typeof requestIdleCallback === 'undefined') {
      const timer = setTimeout(look, 200);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(look, { timeout: 2000 });
    return () => cancelIdleCallback(handle);
  }

  function look() {
    if (inFlight === 0 || performance.now() > giveUp) return run();
    const timer = setTimeout(() => (callOff = next()), pollMs);
    callOff = () => clearTimeout(timer);
  }

  return () => callOff();
}
