import type { ReactNode } from 'react';
import type { Cancellation } from '@/contract';
import { EnvironmentBadge } from '@/common/environment-badge';
import { isolated } from '@/lib/isolated';

/** The target of a cancellation, with the names that it had then. */
export function RecordTarget({ record }: { record: Cancellation }) {
  const facts: [string, ReactNode][] = [
    ['Deployment', `${isolated(record.deploymentName)} (${record.deploymentId})`],
    ['Application', `${isolated(record.applicationName)} (${record.applicationId})`],
    ['Environment', <EnvironmentBadge key="environment" name={record.environment} />],
    ['Fuse host', record.upstream],
    ...(record.account === null ? [] : [['Account', isolated(record.account)] satisfies [string, ReactNode]]),
    ['Person', record.person],
    ['Reason', record.reason === null || record.reason === '' ? 'None given' : record.reason],
    ['Record', record.id],
  ];
  return (
    <dl className="space-y-2 text-sm">
      {facts.map(([term, value]) => (
        <div key={term} className="grid grid-cols-[6.5rem_1fr] gap-3">
          <dt className="text-ink-faint">{term}</dt>
          <dd className="min-w-0 wrap-anywhere whitespace-pre-wrap tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
