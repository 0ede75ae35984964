import type { LeaveOutWords } from '@/common/leave-out-notice';
import { grouped } from '@/lib/grouped';

/** Only saved deployments can be cancelled, and these were removed from the list since the dialog opened. */
export const removedWords: LeaveOutWords = {
  title: 'Nothing was sent.',
  what: (count) =>
    `${count === 1 ? 'One was' : `${grouped(count)} were`} removed from the saved list since this dialog opened:`,
  some: 'Only what is saved can be cancelled: leave them out, or save them again.',
  all: 'All of these were removed. Save them again, or close this.',
};

/** Nothing is sent for a batch with a deployment that somebody has protected. */
export const protectedWords: LeaveOutWords = {
  title: 'Protected deployments cannot be cancelled.',
  what: (count) => `${count === 1 ? 'One is' : `${grouped(count)} are`} protected:`,
  some: 'Leave them out, or have the protection taken off in the saved list.',
  all: 'All of these are protected. Have the protection taken off in the saved list, or close this.',
};
