import { QueryClient, QueryObserver } from '@tanstack/react-query';
import * as fc from 'fast-check';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { applicationList, isApplicationList, paths, type ApplicationList } from '@/contract';
import { keys } from '@/domain/query-keys';
import { withCancellation } from '@/domain/newest';
import { makeApplication, makeCancellation, makeDeployment } from '@/testing/factories';
import { server } from '@/testing/handlers';
import { applicationsQuery } from './list-applications';

it('the list is sent again only when it has changed, and is then what the console has', async () => {
  let list: ApplicationList = { items: [makeApplication()] };
  let version = 1;
  let sent = 0;
  server.use(
    http.get(paths.applications, ({ request }) => {
      const etag = `W/"test-${version}"`;
      if (request.headers.get('if-none-match') === etag) return new HttpResponse(null, { status: 304 });
      sent += 1;
      return HttpResponse.json(list, { headers: { etag } });
    }),
  );
  const client = new QueryClient();
  const ask = () => client.fetchQuery({ ...applicationsQuery, staleTime: 0 });
  const first = await ask();
  expect(await ask()).toBe(first);
  expect(sent).toBe(1);

  // An event has changed the page's list, and the console's.
  const record = makeCancellation();
  list = withCancellation(list, record);
  version = 2;
  client.setQueryData(keys.applications, withCancellation(first, record));
  expect(await ask()).toEqual(list);
  // What this page alone believes does not outlive an answer.
  client.setQueryData(keys.applications, { items: [] });
  expect(await ask()).toEqual(list);
  expect(sent).toBe(2);
});

it('what waits in a list is looked for once', () => {
  const list: ApplicationList = { items: [makeApplication()] };
  const some = vi.spyOn(list.items, 'some');
  const client = new QueryClient();
  client.setQueryData(keys.applications, list);
  const observer = new QueryObserver(client, { ...applicationsQuery, enabled: false });
  const stop = observer.subscribe(() => {});
  for (let render = 0; render < 5; render += 1) observer.setOptions({ ...applicationsQuery, enabled: false });
  stop();
  expect(some).toHaveBeenCalledOnce();
});

/** The path of every value below this one. */
function pathsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...pathsIn(inner).map((path) => [key, ...path]),
  ]);
}

/** A copy with another value at that path, or without it for undefined. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return by;
  const inner = replaced(Reflect.get(value, key), rest, by);
  if (Array.isArray(value)) return value.with(Number(key), inner ?? null);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, old]) =>
      name !== key ? [[name, old]] : inner === undefined ? [] : [[name, inner]],
    ),
  );
}

it('the list is accepted exactly if the contract’s schema accepts it', () => {
  const deployments = [
    makeDeployment({ tags: ['a', 'b'], note: 'n', lastCancellation: makeCancellation() }),
    makeDeployment({ tags: [], note: null, lastCancellation: null }),
  ];
  const list = { items: [makeApplication({ deployments: [] }), makeApplication({ deployments })] };
  expect(isApplicationList(list)).toBe(true);
  const others = fc.oneof(
    fc.constantFrom<unknown>(undefined, null, '', '1', 'x', '1'.repeat(21), 0, true, [], {}, ['a'], [null]),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.constantFrom([], ...pathsIn(list)), others, (path, by) => {
      const other = replaced(list, path, by);
      expect(isApplicationList(other)).toBe(applicationList.safeParse(other).success);
    }),
    { numRuns: 2_000 },
  );
});
