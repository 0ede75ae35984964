import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isOfAccount, personKey, type Cancellation, type Session } from '@/contract';
import { useWhyNot } from '@/common/grants';
import { keys } from '@/common/query-keys';
import { useSavedList } from '@/common/use-saved-list';

interface WhyNotConfirm {
  /** Why the person may not add to this record or take from it; undefined where they may, or that is not known yet. */
  whyNotChange: (record: Cancellation) => string | undefined;
  /** The same for confirming its outcome, which a rule may leave to another person, and for withdrawing that. */
  whyNotConfirm: (record: Cancellation) => string | undefined;
  whyNotWithdraw: (record: Cancellation) => string | undefined;
}

/**
 * Judges as the console does: by the record's deployment as it is saved; where it is not, or the record is of another
 * account, as the record names it.
 */
export function useWhyNotConfirm(): WhyNotConfirm {
  const { whyNot, whyNowhere } = useWhyNot();
  const list = useSavedList();
  const session = useQueryClient().getQueryData<Session>(keys.session);
  const person = session?.person;
  const account = session?.upstream.account;
  return useMemo(() => {
    function whyNotChange(record: Cancellation) {
      const nowhere = whyNowhere('confirm');
      if (nowhere !== undefined || list === undefined || whyNot('confirm', {}) === undefined) return nowhere;
      const { applicationId, deploymentId } = record;
      const saved = (isOfAccount(record, account) ? list.items : [])
        .find((one) => one.applicationId === applicationId)
        ?.deployments.find((one) => one.deploymentId === deploymentId);
      return whyNot('confirm', saved ?? record);
    }
    /** `deed` says what a rule may want somebody else to do. */
    const whyNotAsCanceller = (deed: string) => (record: Cancellation) =>
      whyNotChange(record) ??
      (record.review?.byAnother === true &&
      person !== undefined &&
      personKey(record.person) === personKey(person)
        ? `You cancelled these calls: a rule wants somebody else to ${deed}.`
        : undefined);
    return {
      whyNotChange,
      whyNotConfirm: whyNotAsCanceller('confirm the outcome'),
      whyNotWithdraw: whyNotAsCanceller('withdraw the confirmation'),
    };
  }, [whyNot, whyNowhere, list, person, account]);
}
