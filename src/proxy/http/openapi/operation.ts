import type { Permission, ProblemCode } from '../../../contract';
import type { z } from '../../../contract/zod';

export const methods = ['get', 'put', 'post', 'delete'] as const;
export type Method = (typeof methods)[number];

/** One method of one route, as the console's description of its own interface has it. */
export interface Operation {
  summary: string;
  /** The permission it needs for whatever it changes; without it, everybody who is signed in may use it. */
  permission?: Permission;
  /** Answers without a session. */
  open?: boolean;
  query?: z.ZodMiniObject;
  headers?: z.ZodMiniObject;
  body?: z.ZodMiniType;
  /** Status, words, and the schema of a JSON body or the type of another. */
  answers: [status: number, words: string, body?: z.ZodMiniType | string][];
  problems?: ProblemCode[];
}

/** Operations by path, with the parameters' names in braces. */
export type Operations = Readonly<Record<string, Partial<Record<Method, Operation>>>>;
