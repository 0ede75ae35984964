import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { matchesFilters, paths, type Cancellation } from '@/contract';
import { makeCancellation, operator } from '@/testing/factories';
import { server } from '@/testing/handlers';
import { renderApp } from '@/testing/render';

const confirmation = { person: 'Grace', at: '2026-11-23T11:00:00.000Z', note: null };

/** Cancellations from the newest to the oldest, a minute apart. */
function keep(...parts: Partial<Cancellation>[]) {
  const records = parts.map((part, index) =>
    makeCancellation({
      id: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
      deploymentId: String(3001 + index),
      deploymentName: `Deployment ${index + 1}`,
      requestedAt: new Date(Date.UTC(2026, 10, 23, 10) - index * 60_000).toISOString(),
      ...part,
    }),
  );
  server.use(
    http.get(paths.cancellations, ({ request }) => {
      const { limit: _, ...filters } = Object.fromEntries(new URL(request.url).searchParams);
      return HttpResponse.json({
        items: records.filter((record) => matchesFilters(record, filters)),
        nextCursor: null,
      });
    }),
  );
}

const rowsOf = async (name: RegExp) =>
  within(await screen.findByRole('list', { name }))
    .getAllByRole('listitem')
    .map((row) => row.textContent);

describe('the wall', () => {
  it('shows the newest with its IDs, and how many wait for somebody', async () => {
    keep({}, { outcome: 'unknown', status: 500 }, { confirmation });
    renderApp('/wall');
    const newest = await screen.findByRole('region', { name: 'Newest cancellation' });
    for (const words of ['Accepted', 'Deployment 1', 'Staging', 'ID 3001', '101 Reminders', 'To confirm'])
      expect(newest).toHaveTextContent(words);
    const counts = () => screen.getAllByRole('definition').map((count) => count.textContent);
    expect(screen.getAllByRole('term').map((term) => term.textContent)).toEqual(['To confirm', 'Unknown']);
    await expect.poll(counts).toEqual(['2', '1']);
    expect(screen.queryByText('Sandbox: no real calls')).not.toBeInTheDocument();
  });

  it('keeps unknown and refused outcomes of production on top until they are confirmed', async () => {
    const accepted = Array.from({ length: 8 }, () => ({ confirmation }));
    const production = { environment: 'production' };
    keep(
      ...accepted,
      { ...production, outcome: 'refused', status: 404 },
      { ...production, outcome: 'unknown', status: 500 },
      { ...production, outcome: 'unknown', status: 500, confirmation },
      { outcome: 'refused', status: 404 },
    );
    renderApp('/wall');
    const unresolved = await rowsOf(/^Unresolved/);
    expect(unresolved).toHaveLength(2);
    expect(unresolved[0]).toMatch(/Refused.*Deployment 9.*Production.*ID 3009 · 101.*To confirm/);
    expect(unresolved[1]).toMatch(/Unknown.*Deployment 10.*Production/);
    expect(await rowsOf(/^Before that/)).toHaveLength(3);
  });

  it('shows both ends of a name that is longer than its room, since look-alikes differ there', async () => {
    const name = `Payment reminders ${'of everybody '.repeat(12)}in Spanish`;
    keep(
      { deploymentName: name },
      { deploymentName: name },
      { deploymentName: 'Payment reminders, Spanish' },
    );
    renderApp('/wall');
    const [cut, whole] = await rowsOf(/^Before that/);
    expect(cut).toMatch(/Payment reminders of.*….*in Spanish/);
    expect(whole).toContain('Payment reminders, Spanish');
    expect(screen.getByRole('region', { name: 'Newest cancellation' })).toHaveTextContent(/….*in Spanish/);
  });

  it('says how many more there are than it has rows for', async () => {
    keep(
      { confirmation },
      ...Array.from(
        { length: 7 },
        () => ({ environment: 'production', outcome: 'refused', status: 404 }) as const,
      ),
    );
    renderApp('/wall');
    const unresolved = await rowsOf(/^Unresolved/);
    expect(unresolved).toHaveLength(5);
    expect(unresolved.at(-1)).toBe('3 more of production, unknown or refused, to confirm');
    expect(screen.queryByRole('list', { name: /^Before that/ })).not.toBeInTheDocument();
  });

  it('says that it is the sandbox', async () => {
    server.use(
      http.get(paths.session, () =>
        HttpResponse.json({ ...operator, upstream: { kind: 'sandbox', host: '127.0.0.1:1', account: null } }),
      ),
    );
    keep({});
    renderApp('/wall');
    expect(await screen.findByText('Sandbox: no real calls')).toBeInTheDocument();
  });
});
