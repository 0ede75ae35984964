import type {
  Application,
  ApplicationInput,
  Deployment,
  DeploymentInput,
  DeploymentValues,
  SavedListFile,
} from '../../contract';
import type { NewChange } from './change-store';

/** A saved deployment with its application's name: all that a cancellation copies into the journal. */
export interface SavedDeployment {
  applicationId: string;
  applicationName: string;
  deploymentId: string;
  deploymentName: string;
  environment: string;
}

/** The same with its tags: all by which it is judged who may do what with it. */
export interface TaggedDeployment extends SavedDeployment {
  tags: string[];
}

/** Save only what is not saved yet, or only what is. */
export interface SaveConditions {
  onlyNew: boolean;
  onlySaved?: boolean;
}

/** All by which it is judged who may do what with a deployment. */
export type SavedPlace = Omit<TaggedDeployment, 'applicationName' | 'deploymentName'>;

/**
 * Called with a deployment as it is saved, and with what `findTwins` has of a new one, within the transaction that
 * changes it: what it throws refuses the change.
 */
export type CheckSaved = (saved: SavedPlace) => void;

/** The same with the deployments that would be removed. */
export type CheckRemoved = (saved: readonly Deployment[]) => void;

/** `exists`: refused because of `onlyNew`; `missing`: because of `onlySaved`; `unseen`: another name is saved than was seen. */
export type SaveResult = 'created' | 'updated' | 'exists' | 'missing' | 'unseen';

/** Changes of the saved list that belong together. */
export interface SavedChange {
  /** As what they are put on record. */
  record?: { kind: 'list_imported' | 'list_edited' | 'list_restored' } & Pick<NewChange, 'person' | 'detail'>;
  /** Only if `savedVersion` is still this. */
  ifVersion?: number;
  /** Saved, or renamed. */
  applications: { applicationId: string; name: string }[];
  /** Saved with these values, or removed (null). */
  deployments: { applicationId: string; deploymentId: string; values: DeploymentValues | null }[];
}

export type SavedChangeResult =
  | { kind: 'changed' }
  /** The list is not the version that was asked for. */
  | { kind: 'stale' }
  /** The application of this deployment, counted from 0, is not saved. */
  | { kind: 'no_application'; index: number };

/**
 * The saved applications and deployments of one account. Each change is put on record in its own transaction; `by` is
 * the person who did it, null where the console itself did.
 */
export interface SavedListStore {
  listApplications(): Promise<Application[]>;
  findApplication(applicationId: string): Promise<Application | null>;
  /** A deployment as `listApplications` has it. */
  getDeploymentView(applicationId: string, deploymentId: string): Promise<Deployment | null>;
  getDeploymentNames(applicationId: string, deploymentId: string): Promise<TaggedDeployment | null>;
  /** The saved values of each target, or null, in the order of the targets; null too for a target of another account. */
  getDeploymentValues(
    targets: readonly { applicationId: string; deploymentId: string; account?: string | null }[],
  ): Promise<(DeploymentValues | null)[]>;
  /** The other saved deployments whose IDs differ from these by leading zeros only: Fuse may take them for the same. */
  findTwins(target: { applicationId: string; deploymentId: string }): Promise<SavedPlace[]>;
  /** Another one after each change of what `listApplications` answers; read it before the list. */
  listVersion(): Promise<string>;
  /** Rises with each change of the saved list, whatever is cancelled. */
  savedVersion(): Promise<number>;

  saveApplication(
    applicationId: string,
    input: ApplicationInput,
    conditions: SaveConditions,
    by?: string | null,
  ): Promise<SaveResult>;
  /** Removes the application with its deployments and answers what it removed; the journal is untouched. */
  removeApplication(
    applicationId: string,
    by?: string | null,
    check?: CheckRemoved,
  ): Promise<Application | null>;
  saveDeployment(
    applicationId: string,
    deploymentId: string,
    input: DeploymentInput,
    conditions: SaveConditions,
    by?: string | null,
    check?: CheckSaved,
  ): Promise<SaveResult | 'no_application'>;
  removeDeployment(
    applicationId: string,
    deploymentId: string,
    by?: string | null,
    check?: CheckRemoved,
  ): Promise<Deployment | null>;
  /** Many changes at once: all of them, or none. */
  applyListChanges(change: SavedChange): Promise<SavedChangeResult>;
  /** Writes the given list once per database and realm; later calls do nothing. */
  seed(applications: SavedListFile['applications']): Promise<void>;
}
