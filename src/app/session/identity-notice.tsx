import type { Session } from '@/contract';
import { Button } from '@/components/ui/button';
import { grantsText } from '@/common/grant-words';
import { Notice } from '@/components/ui/notice';
import { useSessionOver } from '@/lib/session-end';
import { dismissIdentityChange } from './identity-change';

/** What of a session the page shows, each by the word that the person knows it by. */
const shown: readonly (readonly [label: string, read: (session: Session) => string])[] = [
  ['Upstream', ({ upstream }) => (upstream.kind === 'live' ? 'Real calls' : 'Sandbox: no real calls')],
  ['Host', ({ upstream }) => (upstream.kind === 'live' ? upstream.host : 'built-in')],
  ['Account', ({ upstream }) => upstream.account ?? 'none'],
  ['Signed in as', ({ person }) => person],
  ['Role', ({ role }) => role],
  ['You may', ({ grants }) => grantsText(grants)],
  ['Not production', ({ nonProductionEnvironments: names }) => names.join(', ') || 'nothing listed'],
];

/** Says that the page shows another console, account, person or role than a moment ago, and which. */
export default function IdentityNotice({ from, now }: { from: Session; now: Session }) {
  // The notice that says so lies at the same edge of the window.
  if (useSessionOver()) return null;
  const changes = shown.filter(([, read]) => read(from) !== read(now));
  return (
    <Notice
      tone="warning"
      role="alert"
      title={
        changes.length === 0
          ? 'This page was out of date for a moment. It is correct again.'
          : 'Something that this page showed has changed.'
      }
      action={
        <Button size="sm" onClick={dismissIdentityChange}>
          OK
        </Button>
      }
      className="sticky top-2 z-20 mx-auto mt-2 w-[calc(100%-1.5rem)] max-w-7xl shadow-floating"
    >
      <ul>
        {changes.map(([label, read]) => (
          <li key={label}>
            <span>{`${label}: `}</span>
            <bdi>{read(from)}</bdi> → <bdi className="font-semibold">{read(now)}</bdi>
          </li>
        ))}
      </ul>
      <p>
        What was open is closed, and everything is loaded again. If you confirmed something after the change,
        it was not sent.
      </p>
    </Notice>
  );
}
