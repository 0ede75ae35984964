import { http, HttpResponse, type JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';
import {
  cancellationRequest,
  paths,
  type Application,
  type Cancellation,
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

export const withJournal = (answer: (query: URLSearchParams) => CancellationPage) =>
  http.get(paths.cancellations, ({ request }) =>
    HttpResponse.json<JsonBodyType>(answer(new URL(request.url).searchParams)),
  );

export const withRecord = (answer: (id: string) => Cancellation | Problem) =>
  http.get(paths.cancellation(':id'), ({ params }) => {
    const body = answer(String(params['id']));
    return 'code' in body ? answerProblem(body) : HttpResponse.json<JsonBodyType>(body);
  });

/** Every PUT of a cancellation that reached the server. */
export interface Sent {
  id: string;
  body: CancellationRequest;
}

/** Answers a cancellation, and keeps what was sent. */
export function onCancel(sent: Sent[], answer: (id: string) => Response | Promise<Response>) {
  return http.put(paths.cancellation(':id'), async ({ params, request }) => {
    const id = String(params['id']);
    sent.push({ id, body: cancellationRequest.parse(await request.json()) });
    return answer(id);
  });
}

export const server = setupServer(
  asSession(operator),
  withList(makeApplication()),
  withJournal(() => ({ items: [], nextCursor: null })),
);
