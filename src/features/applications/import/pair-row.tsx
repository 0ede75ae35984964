import { deploymentKey } from '@/contract';
import { useId } from 'react';
import { Link } from 'wouter';
import { Badge } from '@/components/ui/badge';
import type { FoundPair } from './find-ids';

/** A deployment that was found in a text, with the piece that names it, and a name to fill in unless it is saved. */
export function PairRow({
  pair,
  savedAs,
  warnings,
  onFollow,
  name,
  onName,
  error,
}: {
  pair: FoundPair;
  savedAs: string | undefined;
  /** What a spreadsheet may have done to its ID. */
  warnings: readonly string[];
  onFollow: () => void;
  name: string;
  onName: (name: string) => void;
  error: string | undefined;
}) {
  const errorId = useId();
  return (
    <li className="grid gap-x-3 gap-y-1.5 px-3 py-2 text-sm sm:grid-cols-[minmax(0,1fr)_14rem] sm:items-center">
      <div className="min-w-0">
        <p className="wrap-anywhere text-ink-soft tabular">
          Application <b className="font-medium text-ink">{pair.applicationId}</b>, deployment{' '}
          <b className="font-medium text-ink">{pair.deploymentId}</b>
        </p>
        <p className="text-xs wrap-anywhere text-ink-faint">
          <span className="sr-only">Found in: </span>
          <q className="font-mono" dir="ltr">
            {pair.quote.map(({ text, isId }, index) => (
              // A quote never changes.
              // eslint-disable-next-line react/no-array-index-key
              <Piece key={index} text={text} isId={isId} />
            ))}
          </q>
        </p>
        {warnings.map((warning) => (
          <p key={warning} className="text-xs font-medium text-warning">
            {warning}
          </p>
        ))}
      </div>
      {savedAs === undefined ? (
        <div className="space-y-1">
          <input
            aria-label={`Name of deployment ${deploymentKey(pair)}`}
            aria-invalid={error !== undefined}
            aria-describedby={error === undefined ? undefined : errorId}
            placeholder="Name"
            value={name}
            onChange={(event) => onName(event.target.value)}
            autoComplete="off"
            className="h-8 field-control text-sm"
          />
          {error !== undefined && (
            <p id={errorId} role="alert" className="text-xs font-medium text-negative">
              {error}
            </p>
          )}
        </div>
      ) : (
        <p className="flex min-w-0 items-center gap-2 text-ink-faint">
          <span className="shrink-0">
            <Badge tone="neutral">Saved</Badge>
          </span>{' '}
          <span className="min-w-0 flex-1 truncate">{savedAs}</span>{' '}
          <Link
            href={`/?q=${deploymentKey(pair)}`}
            onClick={onFollow}
            aria-label={`Show it: ${savedAs}`}
            className="shrink-0 text-ink underline underline-offset-2"
          >
            Show it
          </Link>
        </p>
      )}
    </li>
  );
}

function Piece({ text, isId }: { text: string; isId: boolean }) {
  return isId ? <mark>{text}</mark> : text;
}
