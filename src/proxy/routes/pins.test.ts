import { expect, it } from 'vitest';
import { session } from '../../contract';
import { asSandboxSupport, openConsole, problemOf } from '../testing/test-app';

const path = '/api/session/pins/10/20';

it('pins belong to the person who asks, whatever the role', async () => {
  const { ask } = await openConsole();
  const pinsOf = async (headers = {}) =>
    session.parse(await (await ask('/api/session', { headers })).json()).pins;
  expect(await pinsOf()).toEqual([]);
  expect((await ask(path, { method: 'PUT', headers: asSandboxSupport })).status).toBe(204);
  expect(await pinsOf(asSandboxSupport)).toEqual([{ applicationId: '10', deploymentId: '20' }]);
  expect(await pinsOf()).toEqual([]);
  expect((await ask(path, { method: 'DELETE', headers: asSandboxSupport })).status).toBe(204);
  expect(await pinsOf(asSandboxSupport)).toEqual([]);
});

it.each([
  ['/api/session/pins/10/99', 404, 'not_saved'],
  ['/api/session/pins/10/x', 400, 'invalid_request'],
])('PUT %s is refused', async (wrong, status, code) => {
  const { ask } = await openConsole();
  expect(await problemOf(await ask(wrong, { method: 'PUT' }))).toMatchObject({ status, code });
});

it('the session says who somebody is also where the database does not say what they have pinned', async () => {
  const { ask, store } = await openConsole();
  await store.close();
  expect(session.parse(await (await ask('/api/session')).json())).toMatchObject({
    person: 'Sandbox operator',
    pins: null,
  });
});
