import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ownSessions, paths, type OwnSession } from '@/contract';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { CloseButton } from '@/components/ui/dialog-state';
import { grantsText } from '@/common/grant-words';
import { useGrants } from '@/common/grants';
import { FailureNotice } from '@/common/failure-notice';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { TimeText } from '@/components/ui/time-text';
import { unansweredWords } from '@/common/failure-words';
import { keys } from '@/common/query-keys';
import { z } from '@/contract/zod';
import { request } from '@/lib/api-client';
import { isolated } from '@/lib/isolated';
import { read } from '@/lib/read';
import { useSingleFlightMutation } from '@/lib/use-single-flight-mutation';
import { useSession } from './session';
import { useSignOut } from './use-sign-out';

/** Who the person is here and what they may do: their sessions, where the console keeps any. */
export default function SessionsDialog({ onClose }: { onClose: () => void }) {
  const session = useSession();
  return session?.canSignOut === false ? (
    <AccessDialog person={session.person} onClose={onClose} />
  ) : (
    <OwnSessionsDialog onClose={onClose} />
  );
}

/** Of somebody whom a sign-in in front of the console names: there is no session here that could be ended. */
function AccessDialog({ person, onClose }: { person: string; onClose: () => void }) {
  return (
    <Dialog
      title="What I may do"
      description={`The sign-in in front of this console names you as ${isolated(person)}. Sign out there.`}
      onClose={onClose}
    >
      <DialogBody className="space-y-0! py-1!">
        <OwnGrants />
      </DialogBody>
      <DialogFooter>
        <CloseButton>Close</CloseButton>
      </DialogFooter>
    </Dialog>
  );
}

function OwnGrants() {
  const grants = useGrants();
  const more = grants.length === 0 ? 'nothing else' : grantsText(grants);
  return <p className="py-3 text-sm text-ink-soft">{`You may read everything, and ${more}.`}</p>;
}

/** Where and since when the person is signed in, to end one session or all. */
function OwnSessionsDialog({ onClose }: { onClose: () => void }) {
  const { data, error } = useQuery({
    queryKey: keys.ownSessions,
    queryFn: (context) => read(ownSessions, paths.sessions, context),
    // Each time it is opened.
    gcTime: 0,
  });
  const signOut = useSignOut();
  const everywhere = useSingleFlightMutation({ mutationFn: () => signOut('all') });
  return (
    <Dialog
      title="My sessions"
      description="Where you are signed in to this console. What runs here goes on when a session ends."
      onClose={onClose}
      isPending={everywhere.isPending}
    >
      <DialogBody className="space-y-0! py-1!">
        <OwnGrants />
        {error !== null && (
          <Notice tone="negative" role="alert" title="Your sessions could not be read." className="my-3">
            <p>{unansweredWords(error)}</p>
          </Notice>
        )}
        {data === undefined && error === null && <Skeleton className="my-3 h-12 rounded-md" />}
        {data !== undefined && (
          <ul className="divide-y divide-line">
            {data.items.map((session) => (
              <SessionEntry key={session.id} session={session} />
            ))}
          </ul>
        )}
        {everywhere.isError && <NotEnded error={everywhere.error} />}
      </DialogBody>
      <DialogFooter>
        <CloseButton>Close</CloseButton>
        <Button
          variant="danger-quiet"
          isPending={everywhere.isPending}
          ariaDisabled={data === undefined}
          onClick={() => everywhere.mutate()}
        >
          Sign out everywhere
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

/** A session that has been ended stays in the list, so that nothing moves under the pointer. */
function SessionEntry({ session: { id, via, since, lastUsedAt, isCurrent } }: { session: OwnSession }) {
  const signOut = useSignOut();
  const about = useId();
  const [hasEnded, setEnded] = useState(false);
  const end = useSingleFlightMutation({
    mutationFn: () =>
      isCurrent ? signOut('this') : request(z.literal(undefined), 'DELETE', paths.ownSession(id)),
    onSuccess: () => setEnded(true),
  });
  return (
    <li className="py-3 text-sm">
      <div className="flex items-center gap-4">
        <div id={about} className="min-w-0 flex-1 space-y-0.5">
          <p className="font-semibold">{isCurrent ? 'This browser' : 'Another browser'}</p>
          <p className="text-ink-soft">
            <span>{via === 'link' ? 'Signed in by link ' : 'Signed in '}</span>
            <TimeText iso={since} />
          </p>
          <p className="text-ink-soft">
            <span>Last used </span>
            <TimeText iso={lastUsedAt} />
          </p>
        </div>
        <Button
          size="sm"
          className="pointer-coarse:h-11"
          isPending={end.isPending}
          ariaDisabled={hasEnded}
          aria-describedby={about}
          onClick={() => end.mutate()}
        >
          {hasEnded ? 'Ended' : isCurrent ? 'Sign out' : 'End'}
        </Button>
      </div>
      <p role="status" className="sr-only">
        {hasEnded ? 'Session ended.' : ''}
      </p>
      {end.isError && <NotEnded error={end.error} />}
    </li>
  );
}

function NotEnded({ error }: { error: Error }) {
  return (
    <div className="py-3">
      <FailureNotice
        error={error}
        refused="Not ended."
        indeterminate="It is not known whether that session has ended."
      />
    </div>
  );
}
