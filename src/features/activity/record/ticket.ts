import type { Cancellation, CancellationDetail, HistoryEntry } from '@/contract';
import { environmentName, isProduction } from '@/common/environments';
import { codeText, outcomeLabel } from '@/common/outcome-labels';
import { isPageTitle, outcomeMessage } from '@/common/outcome-words';
import { callWord, countsText } from '../verify/summary';
import { requestLine } from './request-line';
import { isolated } from '@/lib/isolated';

/** Plum's own levels, as its page on tickets by e-mail defines them; Urgent is for people to choose. */
function level({ outcome, environment }: Cancellation): 'Low' | 'Normal' | 'High' {
  if (outcome === 'accepted') return 'Low';
  return isProduction(environment) && (outcome === 'refused' || outcome === 'unknown') ? 'High' : 'Normal';
}

/** What Fuse said about single calls after the cancellation, call by call: Plum can look each of them up. */
function checkLine(entry: HistoryEntry): [string, string][] {
  if (entry.kind !== 'verified') return [];
  const { calls } = entry.verification;
  const each = calls.map((call) => `${call.callId} ${callWord(call)}`).join(', ');
  return [['Calls checked (UTC)', `${entry.at}: ${countsText(entry.verification)} (${each})`]];
}

/**
 * A support ticket for Plum as text: the subject in Plum's form, whose `{id}` is the customer number to fill
 * in, and what Plum needs to find the request. Times are in UTC.
 */
export function ticketText(record: Cancellation & Partial<Pick<CancellationDetail, 'history'>>): string {
  const { applicationId, deploymentId, environment, message } = record;
  const lines: [string, string | null][] = [
    ['Product', 'Fuse'],
    ['Request', requestLine(record)],
    ['Application', `${isolated(record.applicationName)} (${applicationId})`],
    ['Deployment', `${isolated(record.deploymentName)} (${deploymentId})`],
    ['Environment', environmentName(environment)],
    ['Requested (UTC)', record.requestedAt],
    ['Sent (UTC)', record.sentAt ?? (record.outcome === 'not_sent' ? 'never' : 'not known')],
    ['Answered (UTC)', record.answeredAt ?? 'no answer'],
    ['Outcome', `${outcomeLabel(record.outcome).label}: ${outcomeMessage(record).explanation}`],
    ['Code', codeText(record)],
    ['Retry-After', record.retryAfter],
    [
      isPageTitle(record) ? 'Title of the web page that came back' : 'Fuse’s words',
      message === null || message === '' ? 'none' : message,
    ],
    ...(record.history ?? []).flatMap(checkLine),
    ['Record', record.id],
  ];
  return [
    `Customer #:{id}: Priority: ${level(record)}: Cancelling all pending calls of deployment ${deploymentId}: ${codeText(record)}`,
    '',
    ...lines.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])),
  ].join('\n');
}
