import { applicationInput, deploymentInput, typedFuseId, type Deployment } from '@/contract';
import { typedLines } from '@/contract/text';
import { z } from '@/contract/zod';

/** The rules for a deployment of a saved application: the name of a new one does not matter. */
export const intoSaved = z.object({
  applicationId: typedFuseId,
  applicationName: z.string(),
  deploymentId: typedFuseId,
  ...deploymentInput.shape,
  /** Empty: it is not protected. */
  protectedReason: typedLines(200),
});
export type DeploymentValues = z.infer<typeof intoSaved>;

/** What of a saved deployment the form holds. */
export type SavedValues = Record<'name' | 'environment' | 'note' | 'protectedReason', string> & {
  tags: string[];
};

export const savedValues = ({ name, environment, tags, note, protection }: Deployment): SavedValues => ({
  name,
  environment,
  tags,
  note: note ?? '',
  protectedReason: protection?.reason ?? '',
});

export const typedValues = ({ name, environment, tags = [], note, protectedReason }: DeploymentValues) => ({
  name,
  environment,
  tags,
  note: note ?? '',
  protectedReason,
});

/** The rules for a deployment whose application is saved along with it. */
export const withNewApplication = z.object({
  ...intoSaved.shape,
  applicationName: applicationInput.shape.name,
});

export function initialValues(
  deployment: Deployment | undefined,
  { applicationId, environment }: { applicationId: string; environment: string },
): DeploymentValues {
  return {
    applicationId: deployment?.applicationId ?? applicationId,
    applicationName: '',
    deploymentId: deployment?.deploymentId ?? '',
    name: deployment?.name ?? '',
    environment: deployment?.environment ?? environment,
    tags: deployment?.tags ?? [],
    note: deployment?.note ?? '',
    protectedReason: deployment?.protection?.reason ?? '',
  };
}
