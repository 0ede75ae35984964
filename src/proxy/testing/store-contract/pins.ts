import { beforeEach, describe, expect, it } from 'vitest';
import { maxPins } from '../../../contract';
import { unusualText } from './fixtures';
import { useContractDatabase, type OpenDatabase } from './database';

/** What every store promises of pins. */
export function pinContract(open: OpenDatabase): void {
  describe('pins', () => {
    const context = useContractDatabase(open);
    const pinOf = (deploymentId: string) => ({ applicationId: '1', deploymentId });
    const save = (deploymentId: string) =>
      context.store.saveDeployment('1', deploymentId, { name: 'n', environment: 'e' }, { onlyNew: false });
    beforeEach(async () => {
      await context.store.saveApplication('1', { name: 'One' }, { onlyNew: true });
      await save('7');
      await save('07');
    });

    it('belong to a person and a realm', async () => {
      const { store, database } = context;
      expect(await store.pinDeployment(unusualText, pinOf('7'))).toBe('pinned');
      expect(await store.pinDeployment(unusualText, pinOf('7'))).toBe('pinned');
      expect(await store.listPins(unusualText)).toEqual([pinOf('7')]);
      expect(await store.listPins('Ann')).toEqual([]);
      expect(await (await database.open('live')).listPins(unusualText)).toEqual([]);
      await store.unpinDeployment('Ann', pinOf('7'));
      expect(await store.listPins(unusualText)).toEqual([pinOf('7')]);
      await store.unpinDeployment(unusualText, pinOf('7'));
      await store.unpinDeployment(unusualText, pinOf('7'));
      expect(await store.listPins(unusualText)).toEqual([]);
    });

    it('are for what is saved, and come back with a deployment that was removed', async () => {
      const { store } = context;
      expect(await store.pinDeployment('Ann', pinOf('9'))).toBe('not_saved');
      await store.pinDeployment('Ann', pinOf('7'));
      await store.pinDeployment('Ann', pinOf('07'));
      await store.removeDeployment('1', '7');
      expect(await store.listPins('Ann')).toEqual([pinOf('07')]);
      await save('7');
      expect(await store.listPins('Ann')).toEqual([pinOf('07'), pinOf('7')]);
    });

    it(`are at most ${maxPins}`, async () => {
      const { store } = context;
      for (let id = 100; id < 100 + maxPins; id += 1) {
        await save(String(id));
        expect(await store.pinDeployment('Ann', pinOf(String(id)))).toBe('pinned');
      }
      expect(await store.pinDeployment('Ann', pinOf('7'))).toBe('too_many');
      expect(await store.pinDeployment('Ann', pinOf('100'))).toBe('pinned');
      expect(await store.pinDeployment('Bob', pinOf('7'))).toBe('pinned');
      await store.unpinDeployment('Ann', pinOf('100'));
      expect(await store.pinDeployment('Ann', pinOf('7'))).toBe('pinned');
    });
  });
}
