import type { Application, Deployment, Session } from '@/contract';

/** What one cancellation is about. Its IDs are fixed at the moment its dialog opens; for the rest see `useTargetNow`. */
export interface CancelTarget {
  /** Made when the dialog opens: the console sends at most one DELETE for it. */
  id: string;
  application: Pick<Application, 'applicationId' | 'name'>;
  deployment: Deployment;
  upstream: Session['upstream'];
}
