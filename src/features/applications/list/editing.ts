import type { Application, Deployment } from '@/contract';
import type { Removable } from '../api/remove';
import type { Pasted } from '../import/use-pasted-text';
import type { EditingSeveral } from '../selection/selection';

/** Which dialog of the saved list is open, and about what. */
export type Editing =
  | { kind: 'add-application' }
  | { kind: 'edit-application'; application: Application }
  | { kind: 'add-deployment'; applicationId?: string }
  | { kind: 'edit-deployment'; deployment: Deployment }
  | { kind: 'remove'; target: Removable }
  | EditingSeveral
  | ({ kind: 'paste' } & Pasted)
  | { kind: 'import' };
