import { deploymentKey, type Grant } from '@/contract';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { lackingText } from '@/common/grant-words';
import { identityText } from '@/common/identity';
import { grouped } from '@/lib/grouped';
import { targetIdentity, type Target } from './batch-plan';

interface Words {
  title: string;
  what: (count: number) => string;
  some: string;
  all: string;
}

/** Only saved deployments can be cancelled, and these were removed from the list since the dialog opened. */
export const removedWords: Words = {
  title: 'Nothing was sent.',
  what: (count) =>
    `${count === 1 ? 'One was' : `${grouped(count)} were`} removed from the saved list since this dialog opened:`,
  some: 'Only what is saved can be cancelled: leave them out, or save them again.',
  all: 'All of these were removed. Save them again, or close this.',
};

/** Nothing is sent for a batch with a deployment that somebody has protected. */
export const protectedWords: Words = {
  title: 'Protected deployments cannot be cancelled.',
  what: (count) => `${count === 1 ? 'One is' : `${grouped(count)} are`} protected:`,
  some: 'Leave them out, or have the protection taken off in the saved list.',
  all: 'All of these are protected. Have the protection taken off in the saved list, or close this.',
};

/** The console refuses a whole batch with a deployment that the person may not cancel. */
export const notGrantedWords = (grants: readonly Grant[]): Words => ({
  title: lackingText(grants, 'cancel'),
  what: (count) => `That is so for ${count === 1 ? 'one of them' : `${grouped(count)} of them`}:`,
  some: 'Leave them out, or ask somebody who may.',
  all: 'It is so for all of them: ask somebody who may.',
});

/** Targets with which nothing of the batch is sent. */
export function LeaveOutNotice({
  title,
  what,
  some,
  all,
  targets,
  leaveOut,
}: Words & {
  targets: readonly Target[];
  /** Undefined when nothing would be left. */
  leaveOut: (() => void) | undefined;
}) {
  const isOne = targets.length === 1;
  return (
    <Notice
      tone="negative"
      role="alert"
      title={title}
      action={
        leaveOut && (
          <Button
            size="sm"
            onClick={leaveOut}
          >{`Leave ${isOne ? 'this one' : `these ${grouped(targets.length)}`} out`}</Button>
        )
      }
    >
      <p>{what(targets.length)}</p>
      <ul className="list-disc pl-4">
        {targets.map((target) => (
          <li key={deploymentKey(target)}>{identityText(targetIdentity(target))}</li>
        ))}
      </ul>
      <p>{leaveOut ? some : all}</p>
    </Notice>
  );
}
