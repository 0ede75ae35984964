import { ProblemError } from '../problems';

/** A page of a list; a cursor that no list gave is problem `invalid_request`. */
export async function page<T>(list: Promise<T>): Promise<T> {
  try {
    return await list;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'InvalidCursor')) throw error;
    const message = 'must be a cursor that a list gave';
    throw new ProblemError('invalid_request', `cursor ${message}.`, {
      extra: { errors: [{ field: 'cursor', message }] },
    });
  }
}
