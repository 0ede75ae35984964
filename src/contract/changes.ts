import { changeKinds, changeSubjects } from './change-kinds';
import { fuseId, instant } from './ids';
import { journalQuery } from './journal';
import { typedLines } from './text';
import { z } from './zod';

/** What stood before or after a change, or more about it; which members there are depends on its kind. */
const members = z.nullable(z.looseObject({}));

/** One line of what happened to the saved list, to people's access and to the console itself. It never changes. */
export const change = z.object({
  seq: z.int(),
  at: instant,
  /** Null where the console itself did it, and for a sign-in that was refused. */
  person: z.nullable(z.string()),
  /** The Fuse account whose list it was; null in the sandbox. */
  account: z.nullable(z.string()),
  kind: z.enum(changeKinds),
  applicationId: z.nullable(fuseId),
  deploymentId: z.nullable(fuseId),
  /** Null for something new. */
  before: members,
  /** Null for something removed. */
  after: members,
  detail: members,
  /** The `seq` of the import or edit of several that it belongs to; null where it stands by itself. */
  partOf: z.nullable(z.int()),
});
export type Change = z.infer<typeof change>;

/** Answer of `GET /api/changes`: newest first; `nextCursor` leads to the page after, null at the end. */
export const changePage = z.object({ items: z.array(change), nextCursor: z.nullable(z.string()) });
export type ChangePage = z.infer<typeof changePage>;

const seq = z.string().check(z.regex(/^[1-9]\d{0,14}$/, { error: 'must be the number of a change' }));

/**
 * Query of `GET /api/changes`; every filter narrows, `from` is inclusive and `to` exclusive. The parts of an import or of
 * an edit of several are listed with `partOf`, or with the IDs of what they changed; else only the whole is.
 */
export const changesQuery = z.strictObject({
  cursor: journalQuery.shape.cursor,
  limit: journalQuery.shape.limit,
  kind: z.optional(z.enum(changeKinds, { error: `must be one of ${changeKinds.join(', ')}` })),
  subject: z.optional(z.enum(changeSubjects, { error: `must be one of ${changeSubjects.join(', ')}` })),
  applicationId: z.optional(fuseId),
  deploymentId: z.optional(fuseId),
  account: journalQuery.shape.account,
  person: z.optional(typedLines(200)),
  from: z.optional(instant),
  to: z.optional(instant),
  partOf: z.optional(seq),
});
export type ChangesQuery = z.infer<typeof changesQuery>;

/** Query of an export of the changes. */
export const changesExportQuery = z.omit(changesQuery, { cursor: true, limit: true });

/** What narrows the changes, without the paging. */
export type ChangeFilters = Omit<ChangesQuery, 'cursor' | 'limit'>;
