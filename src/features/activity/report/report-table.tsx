import { isUnconfirmed, views, type Cancellation } from '@/contract';
import { FullTime } from '@/components/ui/full-time';
import { TextLink } from '@/components/ui/text-link';
import { EnvironmentBadge } from '@/common/environment-badge';
import { OutcomeBadge } from '@/common/outcome-badge';
import { OverdueMark } from '@/common/overdue-mark';
import { codeText } from '@/common/outcome-labels';
import { isolated } from '@/lib/isolated';

const columns = [
  ['When', 'sm:w-[14.5%]'],
  ['Deployment', 'sm:w-[34%]'],
  ['By whom and why', 'sm:w-[19.5%]'],
  ['What came of it', 'sm:w-[15%]'],
  ['Confirmed', 'sm:w-[17%]'],
] as const;
const cell = 'block py-0.5 align-top wrap-anywhere sm:table-cell sm:pt-2 sm:pr-3';

/** Cancellations of a report, each with the address of its record in full: on paper nothing can be clicked. */
export function ReportTable({ title, records }: { title: string; records: readonly Cancellation[] }) {
  if (records.length === 0) return null;
  return (
    <section className="space-y-1">
      <h2 className="break-after-avoid text-base font-semibold">{title}</h2>
      <table className="block w-full table-fixed text-left text-xs sm:table">
        <thead className="sr-only sm:not-sr-only sm:table-header-group">
          <tr className="border-b border-line-strong text-ink-soft">
            {columns.map(([name, width]) => (
              <th key={name} scope="col" className={`py-1.5 pr-3 font-medium ${width}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {records.map((record) => (
          <ReportRows key={record.id} record={record} />
        ))}
      </table>
    </section>
  );
}

/** Two rows that stay together on paper: an address takes more room than a column has. */
function ReportRows({ record }: { record: Cancellation }) {
  const { confirmation, reason } = record;
  const address = views.cancellation(record.id);
  return (
    <tbody className="block break-inside-avoid border-b border-line py-2 sm:table-row-group">
      <tr className="block sm:table-row">
        <td rowSpan={2} className={cell}>
          <FullTime iso={record.requestedAt} />
        </td>
        <td className={cell}>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
            <bdi className="text-sm font-semibold">{record.deploymentName}</bdi>
            <EnvironmentBadge name={record.environment} />
          </p>
          <p className="tabular">{`${isolated(record.applicationName)} · ${record.applicationId} / ${record.deploymentId}`}</p>
        </td>
        <td className={cell}>
          <p className="font-medium">
            <bdi>{record.person}</bdi>
          </p>
          <p className="whitespace-pre-wrap text-ink-soft">
            {reason === null || reason === '' ? 'No reason given' : reason}
          </p>
        </td>
        <td className={cell}>
          <p>
            <OutcomeBadge outcome={record.outcome} />
          </p>
          <p className="mt-0.5 tabular">{codeText(record)}</p>
        </td>
        <td className={cell}>
          {confirmation === null ? (
            <>
              <p className="font-medium">
                {isUnconfirmed(record) ? 'Not confirmed' : 'Waits for its outcome'}
              </p>
              <OverdueMark record={record} words="Review overdue" />
            </>
          ) : (
            <>
              <p className="font-medium">
                <span className="sm:hidden">Confirmed by </span>
                <bdi>{confirmation.person}</bdi>
              </p>
              <p>
                <FullTime iso={confirmation.at} />
              </p>
              <p className="whitespace-pre-wrap text-ink-soft">{confirmation.note}</p>
            </>
          )}
        </td>
      </tr>
      <tr className="block sm:table-row">
        <td
          colSpan={columns.length - 1}
          className="block wrap-anywhere text-ink-soft sm:table-cell sm:pb-1.5"
        >
          <TextLink href={address} variant="quiet">{`${location.origin}${address}`}</TextLink>
        </td>
      </tr>
    </tbody>
  );
}
