import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cx } from '@/lib/cx';

/** Copies `text`; `label` says what that is: "Copy deployment ID 123". */
export function CopyButton({
  text,
  label,
  onFail,
  children,
}: {
  text: string;
  label: string;
  onFail?: () => void;
  children?: string;
}) {
  // A list has many of these: what tells assistive technology comes before the click, but not with the list.
  const [state, setState] = useState<'untouched' | 'touched' | 'copied' | 'failed'>('untouched');
  const come = () => setState((before) => (before === 'untouched' ? 'touched' : before));

  useEffect(() => {
    if (state === 'untouched' || state === 'touched') return;
    const timer = setTimeout(() => setState('touched'), 2000);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed');
      onFail?.();
    }
  }

  const Icon = state === 'copied' ? Check : Copy;
  const words = { untouched: children, touched: children, copied: 'Copied', failed: 'Copying failed' }[state];
  return (
    <>
      <button
        type="button"
        aria-label={children === undefined ? label : undefined}
        title={label}
        onFocus={come}
        onPointerEnter={come}
        onClick={() => void copy()}
        className={cx(
          'inline-flex shrink-0 items-center justify-center gap-1.5 rounded align-middle transition-colors hover:bg-hover hover:text-ink',
          children === undefined
            ? 'size-6 text-ink-faint'
            : 'h-8 min-w-26 rounded-md border border-line-strong bg-surface px-3 text-sm font-medium text-ink shadow-raised',
        )}
      >
        <Icon
          aria-hidden="true"
          className={cx(
            'size-3.5',
            state === 'copied' && 'text-positive',
            state === 'failed' && 'text-negative',
          )}
        />
        {children !== undefined && <span>{words}</span>}
      </button>
      {state !== 'untouched' && (
        <span role="status" className="sr-only">
          {state === 'copied' ? 'Copied' : state === 'failed' ? 'Copying failed' : ''}
        </span>
      )}
    </>
  );
}
