import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import {
  endsVerification,
  paths,
  verificationRequest,
  toVerifiedCall,
  type CallAnswer,
  type Verification,
  type VerificationLine,
} from '@/contract';
import { makeCallAnswer, makeCancellation, makeProblem } from '@/testing/factories';
import { answerProblem, server, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { summaryText } from './summary';

const record = makeCancellation();

type Answer = (id: string) => Partial<CallAnswer> | Promise<Partial<CallAnswer>>;

/** A console that asks for each call in turn, tells each answer at once, and keeps them as evidence. */
function consoleAnswers(answer: Answer, { ending }: { ending?: VerificationLine } = {}) {
  const asked: string[] = [];
  const kept: { id: string; verification: Verification }[] = [];
  async function* verify(id: string, callIds: string[], hasLeft: () => boolean) {
    const calls: Verification['calls'] = [];
    for (const callId of callIds) {
      if (hasLeft()) break;
      asked.push(callId);
      const one = makeCallAnswer({ callId, ...(await answer(callId)) });
      calls.push(toVerifiedCall(one));
      yield { kind: 'answer', answer: one };
      if (endsVerification(one)) break;
    }
    const verification = { requested: callIds.length, calls };
    kept.push({ id, verification });
    const at = '2026-11-23T14:03:00.000Z';
    yield (
      ending ?? { kind: 'kept', history: [{ seq: 9, kind: 'verified', at, person: 'Ada', verification }] }
    );
  }
  server.use(
    withRecord(() => record),
    http.put(paths.verification(':id', ':verification'), async ({ params, request }) => {
      const { callIds } = verificationRequest.parse(await request.json());
      let hasLeft = false;
      const lines = verify(String(params['verification']), callIds, () => hasLeft);
      const body = new ReadableStream({
        async pull(controller) {
          const { done, value } = await lines.next();
          if (done === true) controller.close();
          else controller.enqueue(new TextEncoder().encode(`${JSON.stringify(value)}\n`));
        },
        cancel() {
          hasLeft = true;
        },
      });
      return new HttpResponse(body, { headers: { 'content-type': 'application/x-ndjson' } });
    }),
  );
  return { asked, kept };
}

async function paste(text: string) {
  const page = renderApp(`/cancellations/${record.id}`);
  const field = await screen.findByLabelText('Call IDs');
  await page.user.click(field);
  await page.user.paste(text);
  return page;
}

const askButton = (name: string | RegExp = /^Ask Fuse about/) => screen.getByRole('button', { name });

describe('verifying calls', () => {
  it('shows what was found before anything is asked', async () => {
    const { asked } = consoleAnswers(() => ({}));
    await paste('{"call_ids":["c1","c2","c1","not an id"]}');
    expect(screen.getByText('2 calls found.')).toBeInTheDocument();
    expect(screen.getByText(/1 repeated/)).toBeInTheDocument();
    expect(screen.getByText('Not a call ID: “not an id”')).toBeInTheDocument();
    expect(
      within(screen.getByRole('list', { name: 'Calls to ask about' })).getAllByRole('listitem'),
    ).toHaveLength(2);
    expect(askButton('Ask Fuse about 2 calls')).toBeInTheDocument();
    expect(asked).toEqual([]);
  });

  it('asks one after another, and keeps the counts in the timeline with who asked', async () => {
    const { asked, kept } = consoleAnswers((id) =>
      id === 'c10' ? { call: { ...makeCallAnswer().call!, status: 'dialing' } } : {},
    );
    const { user } = await paste(Array.from({ length: 10 }, (_, index) => `c${index + 1}`).join('\n'));
    await user.click(askButton());
    expect(await screen.findByText('Kept in the timeline, with your name.')).toBeInTheDocument();
    expect(asked).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9', 'c10']);
    expect(screen.getAllByText(/^9 canceled, 1 dialing, of 10 checked at \d\d:\d\d/)).toHaveLength(2);
    expect(screen.getByText('Calls verified by Ada')).toBeInTheDocument();
    expect(kept).toHaveLength(1);
    expect(kept[0]!.verification.requested).toBe(10);
    expect(kept[0]!.verification.calls[9]).toEqual({ callId: 'c10', status: 'dialing', code: 200 });
    expect(screen.getByRole('main')).not.toHaveTextContent(/all (calls )?(were )?cancel/i);
  });

  it('tells each call’s story, with the phone number masked and words as they came', async () => {
    consoleAnswers((id) =>
      id === 'odd2'
        ? { call: { ...makeCallAnswer().call!, status: 'zombie', events: [], phoneNumber: null } }
        : id === 'gone3'
          ? { code: 404, message: 'Outbound call not found.', call: null }
          : {},
    );
    const { user } = await paste('c1, odd2, gone3');
    await user.click(askButton());
    const list = await screen.findByRole('list', { name: 'Calls checked' });
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(3));
    const [first, odd, gone] = within(list).getAllByRole('listitem');
    expect(first).toHaveTextContent(
      /canceled.*c1.*••••••0101.*queued \d\d:\d\d:\d\d \S+ → canceled \d\d:\d\d:\d\d \S+/,
    );
    expect(odd).toHaveTextContent('zombie');
    expect(gone).toHaveTextContent(/not found.*Outbound call not found\./);
    expect(
      await screen.findAllByText(/^1 canceled, 1 zombie, 1 not found, of 3 checked at/),
    ).not.toHaveLength(0);
  });

  it.each([
    [401, 'Fuse answered 401 Unauthorized'],
    [429, 'Fuse answered 429 Too many requests'],
  ])('stops at the first %i', async (code, words) => {
    const { asked, kept } = consoleAnswers((id) =>
      id === 'c2' ? { code, call: null, retryAfter: '60' } : {},
    );
    const { user } = await paste('c1 c2 c3 c4');
    await user.click(askButton());
    expect(await screen.findByText('Stopped: Fuse was not asked about the other calls.')).toBeInTheDocument();
    expect(screen.getByText(new RegExp(words))).toBeInTheDocument();
    expect(screen.getByText(/asks to wait: 60/)).toBeInTheDocument();
    await waitFor(() => expect(kept).toHaveLength(1));
    expect(asked).toEqual(['c1', 'c2']);
    expect(kept[0]!.verification).toMatchObject({
      requested: 4,
      calls: [{ code: 200 }, { code, status: null }],
    });
    expect(await screen.findAllByText(/of 2 checked at .*; 2 not asked/)).not.toHaveLength(0);
  });

  it('stops when told to, and says where to find what was answered until then', async () => {
    let goOn = () => {};
    const { asked } = consoleAnswers(async (id) => {
      if (id === 'c2') await new Promise<void>((resolve) => (goOn = resolve));
      return {};
    });
    const { user } = await paste('c1 c2 c3');
    await user.click(askButton());
    await screen.findByText('Asking Fuse, 1 of 3…');
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByText('Stopped by you.')).toBeInTheDocument();
    expect(screen.getByText(/^What Fuse said until then is kept in the timeline/)).toBeInTheDocument();
    goOn();
    expect(asked).not.toContain('c3');
  });

  it('asks for 25 at most, and says so', async () => {
    const { asked } = consoleAnswers(() => ({}));
    const { user } = await paste(Array.from({ length: 30 }, (_, index) => `c${index}`).join(','));
    expect(screen.getByText(/Only the first 25 are asked; 5 are left out\./)).toBeInTheDocument();
    await user.click(askButton('Ask Fuse about 25 calls'));
    await screen.findByText('Kept in the timeline, with your name.');
    expect(asked).toHaveLength(25);
  });

  it('says when it could not be kept', async () => {
    const detail = 'The console’s journal cannot be used right now. This verification is not on record.';
    consoleAnswers(() => ({}), { ending: { kind: 'failed', code: 'journal_unavailable', detail } });
    const { user } = await paste('c1');
    await user.click(askButton('Ask Fuse about 1 call'));
    await screen.findByText('We do not know if this check was kept.');
    expect(screen.getByText(detail)).toBeInTheDocument();
    expect(screen.queryByText('Kept in the timeline, with your name.')).not.toBeInTheDocument();
  });

  it.each([
    ['does not answer', () => HttpResponse.error(), 'The console did not answer.'],
    [
      'refuses',
      () => answerProblem(makeProblem('too_many_requests', { detail: 'Too many verifications.' })),
      'Too many verifications.',
    ],
  ])('stops when the console %s, with nothing to keep', async (_, answer, words) => {
    server.use(
      withRecord(() => record),
      http.put(paths.verification(':id', ':verification'), answer),
    );
    const { user } = await paste('c1 c2');
    await user.click(askButton());
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(screen.getByText('Nothing was checked.')).toBeInTheDocument();
  });
});

describe('the summary', () => {
  const call = (status: string | null, code: number | null = 200) => ({ callId: 'x', status, code });
  it.each([
    [[call('canceled'), call(null, 404), call(null, 404)], '2 not found, 1 canceled, of 3 checked at'],
    [[call(null, null), call(null, 403)], '1 no answer, 1 refused with 403, of 2 checked at'],
    [[call(null)], '1 no status, of 1 checked at'],
  ])('%#', (calls, words) => {
    expect(summaryText({ requested: calls.length, calls }, '2026-11-23T14:03:00.000Z')).toMatch(
      new RegExp(`^${words} \\d\\d:\\d\\d`),
    );
  });
});
