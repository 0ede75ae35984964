import type { Application, Cancellation, Deployment, Problem, ProblemCode, Session } from '@/contract';
import { problemStatus } from '@/contract';

export const operator: Session = {
  person: 'Ada',
  role: 'operator',
  upstream: { kind: 'live', host: 'fuse.plumvoice.com', account: 'ops@example.com' },
  canSignOut: true,
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

/** An accepted cancellation of the deployment that `makeDeployment` makes. */
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
