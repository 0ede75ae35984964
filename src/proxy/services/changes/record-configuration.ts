import { isDeepStrictEqual } from 'node:util';
import type { Log } from '../../run/log';
import type { Store } from '../../store/store';
import { markSecrets } from './secret-marks';

/**
 * Puts on record what the configuration file says, if it says something else than when it was last put on record, also
 * by an earlier run. `written` is null where there is no file. Of its secrets a short mark is on record, so that a change of
 * one alone is a change too.
 */
export async function recordConfiguration(
  { store, log }: { store: Pick<Store, 'listChanges' | 'recordChange'>; log: Log },
  {
    written,
    secrets,
  }: { written: Record<string, unknown> | null; secrets: Readonly<Record<string, string>> },
): Promise<void> {
  try {
    const kind = 'configuration_changed';
    const { items } = await store.listChanges({ kind }, { limit: 1 });
    const before = items[0]?.after ?? null;
    const marks = await markSecrets(secrets, before?.['secrets']);
    const after = written && { ...written, ...(Object.keys(marks).length > 0 && { secrets: marks }) };
    if (!isDeepStrictEqual(before, after)) await store.recordChange({ kind, person: null, before, after });
  } catch (error) {
    log('configuration_not_recorded', { error });
  }
}
