import type {
  Application,
  Batch,
  BatchTarget,
  CallAnswer,
  Cancellation,
  Deployment,
  Outcome,
  Problem,
  ProblemCode,
  Session,
} from '@/contract';
import { problemStatus } from '@/contract';

export const operator: Session = {
  person: 'Ada',
  role: 'operator',
  grants: [{ may: ['cancel', 'save', 'confirm'] }],
  upstream: { kind: 'live', host: 'fuse.plumvoice.com', account: 'ops@example.com' },
  canSignOut: true,
  nonProductionEnvironments: [],
  rules: null,
  identity: 'identity-of-ada',
  pins: [],
};

export const supporter: Session = {
  ...operator,
  person: 'Grace',
  role: 'support',
  grants: [{ may: ['confirm'] }],
  identity: 'identity-of-grace',
};

export function makeDeployment(parts: Partial<Deployment> = {}): Deployment {
  return {
    applicationId: '101',
    deploymentId: '2001',
    name: 'Spring reminder',
    environment: 'staging',
    tags: ['clinic'],
    note: null,
    lastCancellation: null,
    ...parts,
  };
}

export function makeApplication(parts: Partial<Application> = {}): Application {
  return { applicationId: '101', name: 'Reminders', deployments: [makeDeployment()], ...parts };
}

/** An accepted cancellation of the deployment from `makeDeployment`. */
export function makeCancellation(parts: Partial<Cancellation> = {}): Cancellation {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    batchId: null,
    applicationId: '101',
    deploymentId: '2001',
    applicationName: 'Reminders',
    deploymentName: 'Spring reminder',
    environment: 'staging',
    person: 'Ada',
    reason: null,
    outcome: 'accepted',
    undocumented: false,
    status: 202,
    message: null,
    retryAfter: null,
    cause: null,
    requestedAt: '2026-11-23T10:00:00.000Z',
    sentAt: '2026-11-23T10:00:00.100Z',
    answeredAt: '2026-11-23T10:00:00.400Z',
    settledAt: '2026-11-23T10:00:00.400Z',
    upstream: 'fuse.plumvoice.com',
    account: 'ops@example.com',
    review: null,
    journaled: true,
    confirmation: null,
    ...parts,
  };
}

export function makeProblem(code: ProblemCode, parts: Partial<Problem> = {}): Problem {
  return {
    type: 'about:blank',
    title: code,
    status: problemStatus[code],
    detail: `It went wrong: ${code}.`,
    code,
    requestId: 'request-1',
    ...parts,
  };
}

/** Fuse's answer about a call that was cancelled before it was dialed. */
export function makeCallAnswer(parts: Partial<CallAnswer> = {}): CallAnswer {
  return {
    callId: 'call-1',
    code: 200,
    cause: null,
    message: null,
    retryAfter: null,
    call: {
      status: 'canceled',
      phoneNumber: '••••••0101',
      attempts: 0,
      maxAttempts: 1,
      queuedAt: '2026-11-23T10:00:00.000Z',
      startedAt: null,
      endedAt: null,
      durationSeconds: null,
      events: [
        { event: 'queued', at: '2026-11-23T10:00:00.000Z' },
        { event: 'canceled', at: '2026-11-23T10:00:01.000Z' },
      ],
    },
    askedAt: '2026-11-23T14:03:00.000Z',
    ...parts,
  };
}

/** A batch with one target for each of `states`: an outcome, `waiting`, `current` or `not_tried`. */
export function makeBatch(
  states: (Outcome | 'waiting' | 'current' | 'not_tried')[],
  parts: Partial<Batch> = {},
): Batch {
  const targets = states.map((state, index): BatchTarget => {
    const id = `00000000-0000-4000-8000-${String(index + 100).padStart(12, '0')}`;
    const ids = { applicationId: '101', deploymentId: String(2001 + index) };
    const names = { applicationName: 'Reminders', deploymentName: `Deployment ${index + 1}` };
    const done = state !== 'waiting' && state !== 'current' && state !== 'not_tried';
    return {
      position: index + 1,
      ...ids,
      ...names,
      environment: 'staging',
      cancellationId: id,
      state: done ? 'done' : state,
      notTriedReason: state === 'not_tried' ? 'stopped' : null,
      blockedBy: null,
      cancellation: done
        ? makeCancellation({ id, ...ids, ...names, outcome: state, status: state === 'accepted' ? 202 : 404 })
        : null,
    };
  });
  const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length;
  const current = targets.find(({ state }) => state === 'current');
  const running = count('waiting', 'current') > 0;
  return {
    id: '00000000-0000-4000-8000-0000000000b1',
    account: 'ops@example.com',
    person: 'Ada',
    reason: null,
    requestedAt: '2026-11-23T10:00:00.000Z',
    finishedAt: running ? null : '2026-11-23T10:01:00.000Z',
    state: running ? 'running' : count('not_tried') > 0 ? 'stopped' : 'finished',
    stoppedBy: null,
    stopReason: null,
    pauseMs: 500,
    counts: {
      total: states.length,
      waiting: count('waiting'),
      current: count('current'),
      done: count('accepted', 'refused', 'not_sent', 'unknown'),
      notTried: count('not_tried'),
      accepted: count('accepted'),
      refused: count('refused'),
      notSent: count('not_sent'),
      unknown: count('unknown'),
    },
    current: current ?? null,
    targets,
    ...parts,
  };
}
