import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { paths, type ApplicationList } from '@/contract';
import { keys } from '@/common/query-keys';
import { withRecordInList } from '@/common/record-updates';
import { makeApplication, makeCancellation } from '@/testing/factories';
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
  list = withRecordInList(list, record);
  version = 2;
  client.setQueryData(keys.applications, withRecordInList(first, record));
  expect(await ask()).toMatchObject(list);
  expect(sent).toBe(2);
  // What only this page has changed does not outlive an answer.
  client.setQueryData(keys.applications, { items: [] });
  expect(await ask()).toMatchObject(list);
  expect(sent).toBe(3);
  // Nothing of the list is left for whoever signs in next.
  client.clear();
  await ask();
  expect(sent).toBe(4);
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
