import { describe, expect, it } from 'vitest';
import { accountContract } from './accounts';
import { batchContract } from './batches';
import { changeContract } from './changes';
import { claimContract } from './claims';
import { useContractDatabase, type OpenDatabase } from './database';
import { eventContract } from './events';
import { newId } from './fixtures';
import { journalContract } from './journal';
import { journalCountsContract } from './journal-counts';
import { pinContract } from './pins';
import { realmContract } from './realms';
import { retentionContract } from './retention';
import { reviewContract } from './reviews';
import { savedListContract } from './saved-list';
import { sessionContract } from './sessions';

/** The tests of everything that a store promises, whatever database lies beneath. */
export function storeContract(name: string, open: OpenDatabase): void {
  describe(`${name} keeps its promises:`, () => {
    savedListContract(open);
    claimContract(open);
    eventContract(open);
    realmContract(open);
    accountContract(open);
    journalContract(open);
    reviewContract(open);
    journalCountsContract(open);
    batchContract(open);
    sessionContract(open);
    changeContract(open);
    retentionContract(open);
    pinContract(open);

    describe('closing', () => {
      const context = useContractDatabase(open);

      it('works twice, and what is asked afterwards is rejected', async () => {
        const { store } = context;
        await store.close();
        await store.close();
        await expect(store.findCancellation(newId())).rejects.toBeInstanceOf(Error);
      });
    });
  });
}
