import { invalidField } from '../http/input';
import { ProblemError } from '../http/problems';

/** Maps the store's errors of a list. Problem `invalid_request`: an unknown cursor, or a search that takes too long. */
export async function mapListErrors<T>(list: Promise<T>): Promise<T> {
  try {
    return await list;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'InvalidCursor') throw invalidField('cursor', 'must be a cursor that a list gave');
    if (name === 'SearchTooSlow')
      throw invalidField('q', 'takes too long to find: add an application, a deployment, a person or a time');
    if (name === 'ReaderLeft') throw new ProblemError('not_found', 'Nobody waits for this answer any more.');
    throw error;
  }
}
