import { deploymentKey } from '../contract/ids';
import { Button } from '../components/ui/button';
import { Notice } from '../components/ui/notice';
import { grouped } from '../lib/grouped';
import { identityText, type Identity } from './identity';

export interface LeaveOutWords {
  title: string;
  what: (count: number) => string;
  /** `those` names them by their number, as the button does. */
  some: (those: string) => string;
  all: string;
}

/** So many of several deployments, for a button that leaves them out. */
export const thoseText = (count: number) => (count === 1 ? 'this one' : `these ${grouped(count)}`);

/** What the person may not do with all of several deployments; `reason` says what, and where they may. */
export const notGrantedWords = (reason: string): LeaveOutWords => ({
  title: reason,
  what: (count) => `That is so for ${count === 1 ? 'one of them' : `${grouped(count)} of them`}:`,
  some: (those) => `Leave ${those} out, or ask somebody who may.`,
  all: 'It is so for all of them: ask somebody who may.',
});

/** More than anybody reads; the counts are of all. */
const maxNamed = 100;

/** Those of several deployments with which nothing can be done as a whole, with the way to go on without them. */
export function LeaveOutNotice({
  words: { title, what, some, all },
  targets,
  notes,
  leaveOut,
  lookAgain,
}: {
  words: LeaveOutWords;
  targets: readonly Identity[];
  /** What else there is to say of each target. */
  notes?: readonly string[] | undefined;
  /** Undefined when nothing would be left. */
  leaveOut: (() => void) | undefined;
  /** Where it may be otherwise by now. */
  lookAgain?: (() => void) | undefined;
}) {
  const count = targets.length;
  return (
    <Notice
      tone="negative"
      role="alert"
      title={title}
      action={
        <>
          {lookAgain && (
            <Button size="sm" onClick={lookAgain}>
              Look again
            </Button>
          )}
          {leaveOut && <Button size="sm" onClick={leaveOut}>{`Leave ${thoseText(count)} out`}</Button>}
        </>
      }
    >
      <p>{what(count)}</p>
      <ul className="max-h-40 list-disc overflow-y-auto pl-4">
        {targets.slice(0, maxNamed).map((target, index) => (
          <li key={deploymentKey(target)}>
            {`${identityText(target)}${notes === undefined ? '' : `: ${notes[index]}`}`}
          </li>
        ))}
        {count > maxNamed && <li>{`and ${grouped(count - maxNamed)} more`}</li>}
      </ul>
      <p>{leaveOut ? some(thoseText(count)) : all}</p>
    </Notice>
  );
}
