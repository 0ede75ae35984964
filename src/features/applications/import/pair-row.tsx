import { useId } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { deploymentKey } from '@/contract';
import { Badge } from '@/components/ui/badge';
import { FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { TextLink } from '@/components/ui/text-link';
import type { FoundPair } from './find-ids';

/** A deployment that was found in a text, with the piece that names it, and a field for its name unless it is saved. */
export function PairRow({
  pair,
  savedAs,
  warnings,
  isRefused,
  onFollow,
  field,
  error,
}: {
  pair: FoundPair;
  /** The name under which it is saved. */
  savedAs: string | undefined;
  /** What a spreadsheet may have done to its IDs. */
  warnings: readonly string[];
  /** Whether the person may not save it in the chosen environment. */
  isRefused: boolean;
  /** Called when the link to the saved deployment is followed. */
  onFollow: () => void;
  field: UseFormRegisterReturn;
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
        {savedAs === undefined &&
          warnings.map((warning) => (
            <p key={warning} className="text-xs font-medium text-warning">
              {warning}
            </p>
          ))}
        {isRefused && <p className="text-xs font-medium text-negative">You may not save this one here.</p>}
      </div>
      {savedAs === undefined ? (
        <div className="space-y-1">
          <Input
            {...field}
            aria-label={`Name of deployment ${deploymentKey(pair)}`}
            aria-invalid={error !== undefined}
            aria-describedby={error === undefined ? undefined : errorId}
            placeholder="Name"
          />
          {error !== undefined && <FieldError id={errorId}>{error}</FieldError>}
        </div>
      ) : (
        <p className="flex min-w-0 items-center gap-2 text-ink-faint">
          <span className="shrink-0">
            <Badge tone="neutral">Saved</Badge>
          </span>{' '}
          <span className="min-w-0 flex-1 truncate">{savedAs}</span>{' '}
          <TextLink
            variant="action"
            href={`/?q=${deploymentKey(pair)}`}
            onClick={onFollow}
            aria-label={`Show it: ${savedAs}`}
            className="shrink-0 text-ink"
          >
            Show it
          </TextLink>
        </p>
      )}
    </li>
  );
}

function Piece({ text, isId }: { text: string; isId: boolean }) {
  return isId ? <mark>{text}</mark> : text;
}
