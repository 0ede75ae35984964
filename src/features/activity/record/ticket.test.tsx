import { screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { makeCancellation } from '@/testing/factories';
import { server, withRecord } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { ticketText } from './ticket';

const subject = (text: string) => text.split('\n')[0];

describe('the ticket', () => {
  it('has Plum’s subject and everything Plum needs', () => {
    const text = ticketText(
      makeCancellation({
        environment: 'production',
        outcome: 'unknown',
        status: 500,
        message: 'Database error.',
      }),
    );
    expect(subject(text)).toBe(
      'Customer #:{id}: Priority: High: Cancelling all pending calls of deployment 2001: 500 Internal server error',
    );
    for (const line of [
      'Product: Fuse',
      'Request: DELETE https://fuse.plumvoice.com/api/apps/101/2001/cancel',
      'Application: Reminders (101)',
      'Deployment: Spring reminder (2001)',
      'Environment: Production',
      'Requested (UTC): 2026-11-23T10:00:00.000Z',
      'Sent (UTC): 2026-11-23T10:00:00.100Z',
      'Answered (UTC): 2026-11-23T10:00:00.400Z',
      'Code: 500 Internal server error',
      'Fuse’s words: Database error.',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).not.toContain('@');
  });

  it('tells a web page of something in between by its title, and not as Fuse’s words', () => {
    const page = {
      outcome: 'unknown',
      status: 502,
      cause: 'html_answer',
      message: '502 Bad Gateway',
    } as const;
    const text = ticketText(makeCancellation(page));
    expect(text.split('\n')).toContain('Title of the web page that came back: 502 Bad Gateway');
    expect(text).not.toContain('Fuse’s words');
  });

  it.each([
    ['production', 'refused', 'High'],
    ['production', 'not_sent', 'Normal'],
    ['staging', 'unknown', 'Normal'],
    ['production', 'accepted', 'Low'],
  ] as const)('%s %s is %s', (environment, outcome, level) => {
    expect(subject(ticketText(makeCancellation({ environment, outcome })))).toContain(`Priority: ${level}: `);
  });
});

describe('handing over', () => {
  it('copies the ticket and the link, and says so', async () => {
    const record = makeCancellation();
    server.use(withRecord(() => record));
    const { user } = renderApp(`/cancellations/${record.id}`);
    await user.click(await screen.findByRole('button', { name: 'Copy for a Plum ticket' }));
    expect(await navigator.clipboard.readText()).toBe(ticketText(record));
    await user.click(screen.getByRole('button', { name: 'Copy link' }));
    expect(await navigator.clipboard.readText()).toBe(`${location.origin}/cancellations/${record.id}`);
    expect(screen.getAllByText('Copied').length).toBeGreaterThan(0);
    expect(screen.queryByLabelText('Copy this text')).not.toBeInTheDocument();
  });

  it('shows the text where the browser does not copy', async () => {
    const record = makeCancellation();
    server.use(withRecord(() => record));
    const { user } = renderApp(`/cancellations/${record.id}`);
    const button = await screen.findByRole('button', { name: 'Copy for a Plum ticket' });
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('forbidden'));
    await user.click(button);
    expect(await screen.findByLabelText('Copy this text')).toHaveValue(ticketText(record));
  });
});
