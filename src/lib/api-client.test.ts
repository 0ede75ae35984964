import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { z } from '@/contract/zod';
import { makeProblem } from '@/testing/factories';
import { answerProblem, server } from '@/testing/handlers';
import { ApiError, BadReply, NetworkError, request, requestIfChanged } from './api-client';

const schema = z.object({ ok: z.boolean() });
const answering = (answer: () => Response) => server.use(http.all('/api/thing', answer));

describe('request', () => {
  it('parses the reply', async () => {
    answering(() => HttpResponse.json({ ok: true, more: 1 }));
    expect(await request(schema, 'GET', '/api/thing')).toEqual({ ok: true });
  });

  it('takes an answer without a body as nothing', async () => {
    answering(() => new HttpResponse(null, { status: 204 }));
    expect(await request(z.undefined(), 'DELETE', '/api/thing')).toBeUndefined();
  });

  it('sends JSON and headers', async () => {
    server.use(
      http.put('/api/thing', async ({ request }) =>
        HttpResponse.json({
          ok:
            request.headers.get('content-type') === 'application/json' &&
            request.headers.get('if-none-match') === '*' &&
            (await request.text()) === '{"a":1}',
        }),
      ),
    );
    expect(
      await request(schema, 'PUT', '/api/thing', { a: 1 }, { headers: { 'if-none-match': '*' } }),
    ).toEqual({
      ok: true,
    });
  });

  it('throws the problem that the console names', async () => {
    answering(() => answerProblem(makeProblem('not_saved')));
    const error = await request(schema, 'GET', '/api/thing').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ problem: { code: 'not_saved', requestId: 'request-1' } });
  });

  it.each([
    ['another shape', () => HttpResponse.json({ ok: 'yes' })],
    ['a page', () => HttpResponse.html('<html>')],
    ['a gateway’s error', () => new HttpResponse('Bad gateway', { status: 502 })],
    ['a problem of another kind', () => HttpResponse.json({ code: 'unheard_of' }, { status: 400 })],
  ])('does not believe %s', async (_, answer) => {
    answering(answer);
    await expect(request(schema, 'GET', '/api/thing')).rejects.toBeInstanceOf(BadReply);
  });

  it('says when nothing answers', async () => {
    answering(() => HttpResponse.error());
    await expect(request(schema, 'GET', '/api/thing')).rejects.toBeInstanceOf(NetworkError);
  });
});

describe('requestIfChanged', () => {
  const signal = new AbortController().signal;

  it('returns the reply that it is given where the console says that it still holds, and no other', async () => {
    let version = 1;
    const sent: number[] = [];
    server.use(
      http.get('/api/thing', ({ request }) => {
        const etag = `W/"${version}"`;
        if (request.headers.get('if-none-match') === etag) return new HttpResponse(null, { status: 304 });
        sent.push(version);
        return HttpResponse.json({ ok: version === 1 }, { headers: { etag } });
      }),
    );
    const first = await requestIfChanged(schema, '/api/thing', undefined, signal);
    expect(first).toEqual({ ok: true, etag: 'W/"1"' });
    expect(await requestIfChanged(schema, '/api/thing', first, signal)).toBe(first);
    version = 2;
    expect(await requestIfChanged(schema, '/api/thing', first, signal)).toEqual({ ok: false, etag: 'W/"2"' });
    expect(sent).toEqual([1, 2]);
  });

  it('does not believe that a reply without an ETag still holds', async () => {
    answering(() => new HttpResponse(null, { status: 304 }));
    const asked = requestIfChanged(schema, '/api/thing', { ok: true }, signal);
    await expect(asked).rejects.toBeInstanceOf(BadReply);
  });
});
