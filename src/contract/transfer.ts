import { applicationInput, deploymentInput } from './application-inputs';
import { listOfTargets } from './batches';
import { fuseId, typedFuseId } from './ids';
import { line, lines, savedLine, typedLine } from './text';
import { z } from './zod';

/**
 * Limits of an import, of an edit and of a restore. What the console wrote it can read back: 32 MB hold 10,000
 * deployments with names, tags and notes of full length, and an import may have twice as many rows.
 */
export const maxImportRows = 20_000;
export const maxEditTargets = 10_000;
export const maxTransferBytes = 32_000_000;

/** The `format` of a saved-list file. */
export const savedListFormat = 'fuse-cancel-console/saved-list';

/** A deployment as the saved list keeps it, without its IDs. */
const deploymentValues = z.strictObject({
  name: line(200),
  environment: line(40),
  tags: z.array(line(40)).check(z.maxLength(20, { error: 'must be at most 20 tags' })),
  note: z.nullable(lines(2000)),
  /** Left out where it is not protected. */
  protectedReason: z.optional(line(200)),
});
export type DeploymentValues = z.infer<typeof deploymentValues>;

/** A deployment in a saved-list file. */
export const listedDeployment = z.strictObject({ ...deploymentInput.shape, deploymentId: typedFuseId });
/** An application in a saved-list file. */
export const listedApplication = z.strictObject({
  applicationId: typedFuseId,
  name: applicationInput.shape.name,
  deployments: z.array(listedDeployment),
});

/** The file that `GET /api/applications.json` gives and `POST /api/applications/import` reads. */
export const savedListFile = z.strictObject({
  format: z.literal(savedListFormat, { error: `must be "${savedListFormat}"` }),
  version: z.literal(1, { error: 'must be 1, the only version that this console reads' }),
  applications: z.array(listedApplication),
});
export type SavedListFile = z.infer<typeof savedListFile>;

/**
 * A saved list as the text of its file. U+FFFD is escaped, because an import takes a bare one for a sign that the file
 * was read in the wrong encoding.
 */
export function savedListText(applications: readonly SavedListFile['applications'][number][]): string {
  const file: SavedListFile = {
    format: savedListFormat,
    version: 1,
    applications: applications.map(({ applicationId, name, deployments }) => ({
      applicationId,
      name,
      deployments: deployments.map(
        ({ deploymentId, name, environment, tags = [], note = null, protectedReason }) => ({
          deploymentId,
          name,
          environment,
          tags,
          note,
          // Releases before it was known refuse the member.
          ...(typeof protectedReason === 'string' && { protectedReason }),
        }),
      ),
    })),
  };
  return `${JSON.stringify(file, null, 2).replaceAll('\uFFFD', String.raw`\ufffd`)}\n`;
}

/** The columns of `GET /api/applications.csv`, in this order. Semicolons separate the tags. */
export const savedListColumns = [
  'application_id',
  'application_name',
  'deployment_id',
  'deployment_name',
  'environment',
  'tags',
  'note',
  'protected',
] as const;
export type SavedListColumn = (typeof savedListColumns)[number];

/**
 * Query of a CSV export. With `ids=text` each ID is written as `="0310274"`, which spreadsheets keep as it is. In a
 * plain number they drop the leading zeros, and turn all digits after the 15th into zeros.
 */
export const csvQuery = z.strictObject({ ids: z.optional(z.enum(['text'], { error: 'must be text' })) });

/** Body of `POST /api/applications/import`. */
export const importRequest = z.strictObject({
  /** The file's text, JSON or CSV; the console recognises which. */
  content: z.string(),
  mode: z.enum(['preview', 'apply'], { error: 'must be preview or apply' }),
  /** Where the saved data differs from the file's: `replace` it (the default), or `keep` it. */
  onConflict: z.optional(z.enum(['keep', 'replace'], { error: 'must be keep or replace' })),
  /** For `apply`, that of the preview; 409 `conflict` if the saved list or the content has changed since. */
  previewHash: z.optional(z.string().check(z.maxLength(100, { error: 'must be at most 100 characters' }))),
});
export type ImportRequest = z.infer<typeof importRequest>;

/** An application (`deploymentId` null, only the name counts) or a deployment, and its line in the file. */
const place = { line: z.int(), applicationId: fuseId, deploymentId: z.nullable(fuseId) };
/** Of an application only the name. */
const values = z.union([deploymentValues, z.strictObject({ name: z.string() })]);

/** Answer of an import: the changes that it would make (`preview`) or has made (`apply`). */
export const importResult = z.object({
  mode: z.enum(['preview', 'apply']),
  format: z.enum(['json', 'csv']),
  previewHash: z.string(),
  added: z.array(z.object({ ...place, after: values })),
  /** With `onConflict: 'keep'` these stay as they were. */
  changed: z.array(z.object({ ...place, before: values, after: values })),
  /** How many of the file's applications and deployments are saved with the same data already. */
  unchanged: z.int(),
  /** IDs to be added that a spreadsheet may have damaged: they have lost zeros, or are rounded. */
  warnings: z.array(z.object({ ...place, message: z.string() })),
  /** IDs that are in the file more than once, with different data. Such a file cannot be applied. */
  conflicts: z.array(
    z.object({
      applicationId: fuseId,
      deploymentId: z.nullable(fuseId),
      lines: z.array(z.int()),
    }),
  ),
});
export type ImportResult = z.infer<typeof importResult>;

const tagList = (tag: ReturnType<typeof line>) =>
  z.optional(z.array(tag).check(z.maxLength(20, { error: 'must be at most 20 tags' })));

/** What an edit does to each deployment: it removes it, or changes the fields that are given. */
const change = z
  .strictObject({
    remove: z.optional(z.literal(true, { error: 'must be true or left out' })),
    addTags: tagList(typedLine(40)),
    /** Compared with the saved tags as they are. */
    removeTags: tagList(line(40)),
    name: z.optional(deploymentInput.shape.name),
    environment: z.optional(deploymentInput.shape.environment),
    note: deploymentInput.shape.note,
    protectedReason: deploymentInput.shape.protectedReason,
  })
  .check(({ value: { remove, ...values }, issues }) => {
    if (remove === undefined) return;
    for (const [name, input] of Object.entries(values))
      if (input !== undefined)
        issues.push({
          code: 'custom',
          input,
          path: [name],
          message: 'must be left out where remove is given',
        });
  });

/** Body of `POST /api/applications/edit`: one change of many deployments, all or nothing. */
export const editRequest = z.strictObject({
  targets: listOfTargets(z.strictObject({ applicationId: fuseId, deploymentId: fuseId }), maxEditTargets),
  change,
  /**
   * What the person has seen of each target's fields; what is left out is not compared. Where something else is saved by
   * now, 409 `conflict` names the field.
   */
  seen: z.optional(
    z.strictObject({
      name: z.optional(savedLine(200)),
      environment: z.optional(savedLine(40)),
      note: z.optional(z.nullable(lines(2000))),
      protectedReason: z.optional(z.nullable(savedLine(200))),
    }),
  ),
});
export type EditRequest = z.infer<typeof editRequest>;

/** One deployment before an edit, and its fields that differ after it; `after` is null where it was removed. */
export const editedDeployment = z.strictObject({
  applicationId: fuseId,
  deploymentId: fuseId,
  before: deploymentValues,
  after: z.nullable(
    z.strictObject({
      environment: deploymentValues.shape.environment,
      tags: deploymentValues.shape.tags,
      name: z.optional(deploymentValues.shape.name),
      note: z.optional(deploymentValues.shape.note),
      /** Null where the edit has taken the protection off. */
      protectedReason: z.optional(z.nullable(line(200))),
    }),
  ),
});
export type EditedDeployment = z.infer<typeof editedDeployment>;

/** Answer of an edit: the deployments that it changed, in the order of the targets. Restoring them is the undo. */
export const editResult = z.object({ items: z.array(editedDeployment) });
export type EditResult = z.infer<typeof editResult>;

/**
 * Body of `POST /api/applications/restore`: an edit's answer, handed back. Refused as a whole (409 `conflict`)
 * where somebody has since changed the fields that the edit changed; their other changes stay.
 */
export const restoreRequest = z.strictObject({
  items: listOfTargets(editedDeployment, maxEditTargets),
});
