import type { Intent, Settlement } from '../../store/store';

let lastId = 0;

export function newId(): string {
  lastId += 1;
  return `abcdef00-0000-4000-8000-${String(lastId).padStart(12, '0')}`;
}

export function intent(more: Partial<Intent> = {}): Intent {
  return {
    id: newId(),
    batchId: null,
    applicationId: '100',
    applicationName: 'Reminders',
    deploymentId: '7',
    deploymentName: 'Main line',
    environment: 'production',
    person: 'Ann',
    reason: null,
    requestedAt: '2026-01-02T03:04:05.678Z',
    upstream: 'fuse.plumvoice.com',
    despite: null,
    ...more,
  };
}

export function settlement(more: Partial<Settlement> = {}): Settlement {
  return {
    outcome: 'accepted',
    undocumented: false,
    status: 202,
    message: 'Accepted',
    retryAfter: null,
    cause: null,
    sentAt: '2026-01-02T03:04:05.700Z',
    answeredAt: '2026-01-02T03:04:05.800Z',
    settledAt: '2026-01-02T03:04:05.801Z',
    ...more,
  };
}

export const stopped = '2026-01-03T00:00:00.000Z';
/** The settlement of a cancellation whose console is gone. */
export const consoleStopped = { outcome: 'unknown', cause: 'console_stopped', settledAt: stopped } as const;

/** Characters that mean something to SQL, LIKE, JSON, HTML or a spreadsheet. */
export const unusualText = `'; DROP TABLE x; -- %_\\ "q" 👩‍👩‍👧 Ünï\r\n\t=1+1 <b>&amp;`;
