const key = 'running-batches';

/** The batches that were started in this tab and whose end it has not told yet; a reload keeps them. */
export function runningBatches(): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    // Storage is switched off, or holds what is not ours.
    return [];
  }
}

export function keepRunning(id: string, runs: boolean): void {
  const others = runningBatches().filter((one) => one !== id);
  try {
    sessionStorage.setItem(key, JSON.stringify(runs ? [...others, id] : others));
  } catch {
    // Without storage its end is told as long as the page lasts.
  }
}
