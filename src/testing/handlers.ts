import { http, HttpResponse, type JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';
import {
  cancellationRequest,
  paths,
  type Application,
  type Cancellation,
  type CancellationCounts,
  type CancellationDetail,
  type CancellationPage,
  type CancellationRequest,
  type Problem,
  type Session,
} from '@/contract';
import { makeApplication, operator } from './factories';

export function answerProblem(body: Problem) {
  return HttpResponse.json(body, {
    status: body.status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

const asSession = (session: Session) =>
  http.get(paths.session, () => HttpResponse.json<JsonBodyType>(session));

export const withList = (...items: Application[]) =>
  http.get(paths.applications, () => HttpResponse.json<JsonBodyType>({ items }));

/** The journal; `toConfirm` answers the request for unconfirmed cancellations that every page sends. */
export const withJournal = (
  answer: (query: URLSearchParams) => CancellationPage,
  toConfirm: () => CancellationPage = () => ({ items: [], nextCursor: null }),
) =>
  http.get(paths.cancellations, ({ request }) => {
    const query = new URL(request.url).searchParams;
    const isCount = query.get('confirmed') === 'no' && query.get('cursor') === null;
    return HttpResponse.json<JsonBodyType>(isCount ? toConfirm() : answer(query));
  });

/** The numbers of cancellations. */
export const withCounts = (answer: (query: URLSearchParams) => CancellationCounts) =>
  http.get(paths.cancellationCounts, ({ request }) =>
    HttpResponse.json<JsonBodyType>(answer(new URL(request.url).searchParams)),
  );

/** One record, with an empty history by default. */
export const withRecord = (answer: (id: string) => Cancellation | CancellationDetail | Problem) =>
  http.get(paths.cancellation(':id'), ({ params }) => {
    // Of the journal, see `withCounts`.
    if (params['id'] === 'counts') return undefined;
    const body = answer(String(params['id']));
    return 'code' in body ? answerProblem(body) : HttpResponse.json<JsonBodyType>({ history: [], ...body });
  });

/** A PUT of a cancellation that reached the server. */
export interface Sent {
  id: string;
  body: CancellationRequest;
}

/** Answers cancellations and adds each request to `sent`. */
export function onCancel(sent: Sent[], answer: (id: string) => Response | Promise<Response>) {
  return http.put(paths.cancellation(':id'), async ({ params, request }) => {
    const id = String(params['id']);
    sent.push({ id, body: cancellationRequest.parse(await request.json()) });
    return answer(id);
  });
}

export const server = setupServer(
  asSession(operator),
  http.get(paths.signInWays, () => HttpResponse.json({ provider: null, links: true })),
  withList(makeApplication()),
  withJournal(() => ({ items: [], nextCursor: null })),
  withCounts(() => ({ items: [], countedFrom: null })),
  http.get(paths.deploymentHistories, () => HttpResponse.json({ items: [] })),
  http.get(paths.batches, () => HttpResponse.json({ items: [], nextCursor: null })),
);
