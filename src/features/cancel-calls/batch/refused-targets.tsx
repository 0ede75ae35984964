import type { Problem } from '@/contract';
import type { WhyNot } from '@/common/grants';
import { LeaveOutNotice, notGrantedWords, type LeaveOutWords } from '@/common/leave-out-notice';
import { grouped } from '@/lib/grouped';
import { ProblemNotice } from '../shared/answer-notices';
import { targetIdentity, type Target } from './batch-plan';

const isOrAre = (count: number) => (count === 1 ? 'One is' : `${grouped(count)} are`);

/** Only saved deployments can be cancelled, and these were removed from the list since the dialog opened. */
const removedWords: LeaveOutWords = {
  title: 'Nothing was sent.',
  what: (count) =>
    `${count === 1 ? 'One was' : `${grouped(count)} were`} removed from the saved list since this dialog opened:`,
  some: (those) => `Only what is saved can be cancelled: leave ${those} out, or save again what was removed.`,
  all: 'All of these were removed. Save them again, or close this.',
};

/** Nothing is sent for a batch with a deployment that somebody has protected. */
const protectedWords: LeaveOutWords = {
  title: 'Protected deployments cannot be cancelled.',
  what: (count) => `${isOrAre(count)} protected:`,
  some: (those) => `Leave ${those} out, or have the protection taken off in the saved list.`,
  all: 'All of these are protected. Have the protection taken off in the saved list, or close this.',
};

/** The dialog has shown these otherwise than they are saved; by now it shows them as they are. */
const changedWords: LeaveOutWords = {
  title: 'Nothing was sent: the saved list has changed since this dialog opened.',
  what: (count) => `${isOrAre(count)} saved otherwise than you saw:`,
  some: (those) => `Look at ${those} again in the list above and confirm anew, or leave ${those} out.`,
  all: 'Look at them again in the list above, and confirm anew.',
};

/** What the console says of the target at an index of the request, also of one of its fields. */
function messagesOf(problem: Problem | null, at: number): string[] {
  return (problem?.errors ?? []).flatMap(({ field, message }) => {
    if (field === `targets.${at}`) return message;
    return field.startsWith(`targets.${at}.`)
      ? `${fieldNames[field.split('.')[2] ?? ''] ?? ''} ${message}`
      : [];
  });
}

const fieldNames: Record<string, string> = {
  environment: 'environment',
  deploymentName: 'name',
  applicationName: 'name of the application',
};

/** The targets for which a batch cannot be sent, or was not, by the reason. */
export function refusedTargets(
  targets: readonly Target[],
  problem: Problem | null,
  whyNot: WhyNot['whyNot'],
) {
  const namedIn = (code: Problem['code']) =>
    targets.filter((_, at) => problem?.code === code && messagesOf(problem, at).length > 0);
  const refused = namedIn('role_required');
  const guarded = namedIn('protected');
  return {
    notGranted: targets.filter(
      (target) => refused.includes(target) || whyNot('cancel', target) !== undefined,
    ),
    guarded: targets.filter((target) => guarded.includes(target) || target.isProtected),
    removed: namedIn('not_saved'),
    changed: namedIn('changed'),
  };
}

/** Says which targets stand in the way, and offers to leave them out or to look anew. */
export function RefusedTargets({
  targets,
  problem,
  whyNot,
  leaveOut,
  lookAgain,
}: {
  targets: readonly Target[];
  problem: Problem | null;
  whyNot: WhyNot['whyNot'];
  leaveOut: (targets: readonly Target[]) => void;
  /** Reads the saved list anew: somebody may have made room meanwhile. */
  lookAgain: () => void;
}) {
  const { notGranted, guarded, removed, changed } = refusedTargets(targets, problem, whyNot);
  const [first] = notGranted;
  const reason = (first && whyNot('cancel', first)) || 'You may not cancel all of these calls.';
  const notices = [
    { words: notGrantedWords(reason), those: notGranted, again: lookAgain },
    { words: protectedWords, those: guarded, again: lookAgain },
    { words: removedWords, those: removed },
    { words: changedWords, those: changed },
  ].filter(({ those }) => those.length > 0);
  return (
    <>
      {notices.map(({ words, those, again }) => (
        <LeaveOutNotice
          key={words.title}
          words={words}
          targets={those.map(targetIdentity)}
          notes={
            those === changed
              ? those.map((target) => messagesOf(problem, targets.indexOf(target)).join('; '))
              : undefined
          }
          leaveOut={those.length < targets.length ? () => leaveOut(those) : undefined}
          lookAgain={again}
        />
      ))}
      {problem !== null && notices.length === 0 && <ProblemNotice problem={problem} />}
    </>
  );
}
