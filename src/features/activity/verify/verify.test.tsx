import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { paths, verificationRequest, type CallAnswer, type VerificationRequest } from '@/contract';
import { makeCallAnswer, makeCancellation } from '@/testing/factories';
import { server, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { summaryText } from './summary';

const record = makeCancellation();

/** A console that answers for each call, keeps the questions in order, and what is kept as evidence. */
function consoleAnswers(answer: (id: string) => Partial<CallAnswer> | Promise<Partial<CallAnswer>>) {
  const asked: string[] = [];
  const kept: { id: string; body: VerificationRequest }[] = [];
  let together = 0;
  server.use(
    withRecord(() => record),
    http.get(paths.call(':id'), async ({ params }) => {
      const id = String(params['id']);
      asked.push(id);
      together += 1;
      if (together > 1) throw new Error('Two calls were asked for at once.');
      const parts = await answer(id);
      await new Promise((resolve) => setTimeout(resolve, 1));
      together -= 1;
      return HttpResponse.json(makeCallAnswer({ callId: id, ...parts }));
    }),
    http.put(paths.verification(':id', ':verification'), async ({ params, request }) => {
      const body = verificationRequest.parse(await request.json());
      kept.push({ id: String(params['verification']), body });
      return HttpResponse.json(
        {
          history: [
            { seq: 9, kind: 'verified', at: '2026-11-23T14:03:00.000Z', person: 'Ada', verification: body },
          ],
        },
        { status: 201 },
      );
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
    expect(screen.getByText(/1 named more than once/)).toBeInTheDocument();
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
    expect(kept[0]!.body.requested).toBe(10);
    expect(kept[0]!.body.calls[9]).toEqual({ callId: 'c10', status: 'dialing', code: 200 });
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
      /canceled.*c1.*••••••0101.*queued \d\d:\d\d:\d\d → canceled \d\d:\d\d:\d\d/,
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
    expect(await screen.findByText('Stopped: the rest was not asked.')).toBeInTheDocument();
    expect(screen.getByText(new RegExp(words))).toBeInTheDocument();
    expect(screen.getByText(/asks to wait: 60/)).toBeInTheDocument();
    await waitFor(() => expect(kept).toHaveLength(1));
    expect(asked).toEqual(['c1', 'c2']);
    expect(kept[0]!.body).toMatchObject({ requested: 4, calls: [{ code: 200 }, { code, status: null }] });
    expect(await screen.findAllByText(/of 2 checked at .*; 2 not asked/)).not.toHaveLength(0);
  });

  it('stops when told to, and keeps what came until then', async () => {
    const { asked, kept } = consoleAnswers(async (id) => {
      if (id === 'c2') await new Promise((resolve) => setTimeout(resolve, 300));
      return {};
    });
    const { user } = await paste('c1 c2 c3');
    await user.click(askButton());
    await screen.findByText('Asking Fuse, 1 of 3…');
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByText('Stopped by you.')).toBeInTheDocument();
    await waitFor(() => expect(kept).toHaveLength(1));
    expect(kept[0]!.body.calls).toHaveLength(1);
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

  it('says when it could not be kept, and keeps it once', async () => {
    const { kept } = consoleAnswers(() => ({}));
    const tried: string[] = [];
    server.use(
      http.put(
        paths.verification(':id', ':verification'),
        ({ params }) => {
          tried.push(String(params['verification']));
          return HttpResponse.error();
        },
        { once: true },
      ),
    );
    const { user } = await paste('c1');
    await user.click(askButton('Ask Fuse about 1 call'));
    await screen.findByText('This check could not be kept with the record.');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Kept in the timeline, with your name.');
    expect(kept.map(({ id }) => id)).toEqual(tried);
  });

  it('stops when the console does not answer, with nothing to keep', async () => {
    const { kept } = consoleAnswers(() => ({}));
    server.use(http.get(paths.call(':id'), () => HttpResponse.error()));
    const { user } = await paste('c1 c2');
    await user.click(askButton());
    expect(await screen.findByText('The console did not answer.')).toBeInTheDocument();
    expect(screen.getByText('Nothing was checked.')).toBeInTheDocument();
    expect(kept).toEqual([]);
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
