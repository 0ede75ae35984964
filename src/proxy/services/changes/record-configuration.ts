import { isDeepStrictEqual } from 'node:util';
import type { Log } from '../../run/log';
import type { Store } from '../../store/store';

/**
 * Puts on record what the configuration file says, if it says something else than when it was last put on record, also
 * by an earlier run. `written` is null where there is no file.
 */
export async function recordConfiguration(
  { store, log }: { store: Pick<Store, 'listChanges' | 'recordChange'>; log: Log },
  written: Record<string, unknown> | null,
): Promise<void> {
  try {
    const kind = 'configuration_changed';
    const { items } = await store.listChanges({ kind }, { limit: 1 });
    const before = items[0]?.after ?? null;
    if (!isDeepStrictEqual(before, written))
      await store.recordChange({ kind, person: null, before, after: written });
  } catch (error) {
    log('configuration_not_recorded', { error });
  }
}
