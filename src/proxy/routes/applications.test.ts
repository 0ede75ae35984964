import { describe, expect, it } from 'vitest';
import { applicationList, deploymentHistories } from '../../contract';
import { openConsole, problemOf } from '../testing/test-app';

const app = '/api/applications/0012345678901234567';
const input = { name: 'Visits', environment: 'staging', tags: ['a', 'b'], note: 'line\nline' };

describe('the history of deployments', () => {
  it('is that of the journal, of each deployment once', async () => {
    const { ask } = await openConsole();
    const answer = await ask('/api/applications/history?targets=10/20,10/021,10/20');
    expect(answer.status).toBe(200);
    expect(deploymentHistories.parse(await answer.json()).items).toEqual([
      { applicationId: '10', deploymentId: '20', cancellations: [] },
      { applicationId: '10', deploymentId: '021', cancellations: [] },
    ]);
  });

  it.each(['', '?targets=', '?targets=10', '?targets=10/x', '?targets=1/1&targets=1/2', '?targets=1/1&x=1'])(
    'refuses %s',
    async (query) => {
      const { ask } = await openConsole();
      const answer = await ask(`/api/applications/history${query}`);
      expect(await problemOf(answer)).toMatchObject({ status: 400, code: 'invalid_request' });
    },
  );

  it('is asked for at most 100 deployments at a time', async () => {
    const { ask } = await openConsole();
    const targets = (count: number) => Array.from({ length: count }, (_, at) => `1/${at}`).join(',');
    expect((await ask(`/api/applications/history?targets=${targets(100)}`)).status).toBe(200);
    expect((await ask(`/api/applications/history?targets=${targets(101)}`)).status).toBe(400);
  });
});

describe('the saved list', () => {
  it('keeps IDs and text byte for byte', async () => {
    const { ask } = await openConsole();
    const name = `'; DROP TABLE x; -- <b>&amp;</b> =1+1 👩‍👩‍👧 %_\\`;
    expect((await ask(app, { method: 'PUT', body: { name } })).status).toBe(201);
    const saved = await ask(`${app}/deployments/007`, { method: 'PUT', body: { ...input, name } });
    expect(saved.status).toBe(201);
    const { items } = applicationList.parse(await (await ask('/api/applications')).json());
    expect(items.find((item) => item.applicationId === '0012345678901234567')).toMatchObject({
      name,
      deployments: [{ ...input, name, deploymentId: '007', lastCancellation: null }],
    });
  });

  it('updates a saved entry, unless only a new one is asked for', async () => {
    const { ask } = await openConsole();
    const path = '/api/applications/10/deployments/20';
    expect((await ask(path, { method: 'PUT', body: input })).status).toBe(200);
    const again = await ask(path, { method: 'PUT', body: input, headers: { 'if-none-match': '*' } });
    expect(await problemOf(again)).toMatchObject({ status: 409, code: 'conflict' });
    const whole = await ask('/api/applications/10', {
      method: 'PUT',
      body: { name: 'x' },
      headers: { 'if-none-match': '*' },
    });
    expect(whole.status).toBe(409);
  });

  it('renames with If-Match only a saved application, and only from the name that the person has seen', async () => {
    const { ask, store } = await openConsole();
    const rename = { method: 'PUT', body: { name: 'x' }, headers: { 'if-match': '*' } };
    expect((await ask('/api/applications/10', rename)).status).toBe(200);
    const again = (name: string) =>
      ask('/api/applications/10', { ...rename, body: { name: 'z', seen: { name } } });
    expect(await problemOf(await again('y'))).toMatchObject({
      code: 'conflict',
      errors: [{ field: 'seen.name' }],
    });
    expect(await store.findApplication('10')).toMatchObject({ name: 'x' });
    expect((await again('x')).status).toBe(200);
    await store.removeApplication('10');
    expect(await problemOf(await ask('/api/applications/10', rename))).toMatchObject({ code: 'not_found' });
    expect(await store.findApplication('10')).toBeNull();
  });

  it('changes with If-Match only a saved deployment', async () => {
    const { ask, store } = await openConsole();
    const path = '/api/applications/10/deployments/20';
    const change = { method: 'PUT', body: input, headers: { 'if-match': '*' } };
    expect((await ask(path, change)).status).toBe(200);
    await store.removeDeployment('10', '20');
    expect(await problemOf(await ask(path, change))).toMatchObject({ code: 'not_found' });
    expect(await store.getDeploymentNames('10', '20')).toBeNull();
  });

  it('refuses conditions that exclude one another, and a removal under a condition that it cannot check', async () => {
    const { ask, store } = await openConsole();
    const both = { 'if-match': '*', 'if-none-match': '*' };
    const path = '/api/applications/10';
    expect((await ask(path, { method: 'PUT', body: { name: 'x' }, headers: both })).status).toBe(400);
    for (const headers of [{ 'if-match': '"v1"' }, { 'if-none-match': '*' }])
      for (const at of [path, `${path}/deployments/20`])
        expect((await ask(at, { method: 'DELETE', headers })).status).toBe(400);
    expect(await store.findApplication('10')).toMatchObject({ name: 'Reminders' });
    expect((await ask(path, { method: 'DELETE', headers: { 'if-match': '*' } })).status).toBe(204);
  });

  it.each(['If-Match', 'If-None-Match'])('refuses a condition that it cannot keep: %s', async (name) => {
    const { ask, store } = await openConsole();
    const body = { name: 'x' };
    const answer = await ask('/api/applications/10', { method: 'PUT', body, headers: { [name]: '"v1"' } });
    expect((await problemOf(answer)).errors).toEqual([{ field: name, message: 'must be * or left out' }]);
    expect(await store.findApplication('10')).toMatchObject({ name: 'Reminders' });
  });

  it('has no deployment without its application', async () => {
    const { ask } = await openConsole();
    const response = await ask('/api/applications/77/deployments/1', { method: 'PUT', body: input });
    expect(await problemOf(response)).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('removes an entry once', async () => {
    const { ask } = await openConsole();
    for (const path of ['/api/applications/10/deployments/20', '/api/applications/10']) {
      expect((await ask(path, { method: 'DELETE' })).status).toBe(204);
      expect((await ask(path, { method: 'DELETE' })).status).toBe(404);
    }
  });

  it('answers with the removed entry if the request prefers that', async () => {
    const { ask, store } = await openConsole();
    const removal = { method: 'DELETE', headers: { prefer: 'respond-async, return=representation' } };
    const application = await store.findApplication('10');
    const one = await ask('/api/applications/10/deployments/20', removal);
    expect([one.status, one.headers.get('preference-applied')]).toEqual([200, 'return=representation']);
    expect(await one.json()).toEqual(application?.deployments.find((item) => item.deploymentId === '20'));
    const rest = application?.deployments.filter((item) => item.deploymentId !== '20');
    expect(await (await ask('/api/applications/10', removal)).json()).toEqual({
      ...application,
      deployments: rest,
    });
  });

  it.each([
    ['tags.0', { tags: [''] }],
    ['tags.0', { tags: ['x'.repeat(41)] }],
    ['tags', { tags: Array.from({ length: 21 }, String) }],
    ['note', { note: 'x'.repeat(2001) }],
    ['environment', { environment: '' }],
    ['environment', { environment: 'x'.repeat(41) }],
  ])('names %s for %o', async (field, change) => {
    const { ask } = await openConsole();
    const body = { ...input, ...change };
    const response = await ask('/api/applications/10/deployments/1', { method: 'PUT', body });
    expect((await problemOf(response)).errors?.[0]?.field).toBe(field);
  });
});
