import { deploymentKey, type Application, type Deployment } from '../contract';

/** A saved deployment with the application that it belongs to. */
export interface SavedDeployment {
  application: Application;
  deployment: Deployment;
}

/** All deployments of the saved list, in its order. */
export const savedDeployments = (applications: readonly Application[]): SavedDeployment[] =>
  applications.flatMap((application) =>
    application.deployments.map((deployment) => ({ application, deployment })),
  );

/** The same by `deploymentKey`. */
export const savedByKey = (applications: readonly Application[]): Map<string, SavedDeployment> =>
  new Map(savedDeployments(applications).map((saved) => [deploymentKey(saved.deployment), saved]));
