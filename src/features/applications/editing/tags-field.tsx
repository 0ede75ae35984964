import { cleanName } from '@/contract/text';
import { X } from 'lucide-react';
import { use, useRef, useState, type KeyboardEvent } from 'react';
import { DialogContext } from '@/components/ui/dialog-state';
import { Field, useFieldControl } from '@/components/ui/field';
import { isolated } from '@/lib/isolated';

/** Tags as chips: a comma, Enter or leaving the field adds the typed tag. */
export function TagsField({
  label = 'Tags',
  error,
  ...tags
}: {
  label?: string;
  value: string[];
  onChange: (tags: string[]) => void;
  error: string | undefined;
}) {
  return (
    <Field label={label} hint="Press comma or Enter after each tag." error={error}>
      <Tags {...tags} />
    </Field>
  );
}

function Tags({ value, onChange }: { value: string[]; onChange: (tags: string[]) => void }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const dialog = use(DialogContext);

  function remove(tag: string | undefined) {
    dialog?.markTyped?.();
    onChange(value.filter((other) => other !== tag));
  }

  function add(typed: string) {
    const fresh = typed
      .split(',')
      .map(cleanName)
      .filter((tag) => tag !== '');
    const tags = [...new Set([...value, ...fresh])];
    if (tags.length !== value.length) onChange(tags);
    setText('');
  }
  function press(event: KeyboardEvent) {
    if (event.key === 'Enter' && cleanName(text) !== '') {
      event.preventDefault();
      add(text);
    }
    if (event.key === 'Backspace' && text === '' && value.length > 0) remove(value.at(-1));
  }

  return (
    <div className="flex min-h-9 field-control flex-wrap items-center gap-1 px-1.5 py-1 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent">
      {value.map((tag) => (
        <span
          key={tag}
          className="inline-flex min-h-6 max-w-full items-center gap-0.5 rounded bg-hover pl-1.5 text-xs text-ink-soft"
        >
          <span className="truncate">{tag}</span>
          <button
            type="button"
            aria-label={`Remove tag ${isolated(tag)}`}
            onClick={() => {
              // The chip disappears, and the focus with it.
              field.current?.focus({ preventScroll: true });
              remove(tag);
            }}
            className="flex size-6 items-center justify-center rounded text-ink-faint hover:text-ink"
          >
            <X aria-hidden="true" className="size-3" />
          </button>
        </span>
      ))}
      <input
        {...useFieldControl()}
        ref={field}
        value={text}
        onChange={(event) =>
          event.target.value.includes(',') ? add(event.target.value) : setText(event.target.value)
        }
        onKeyDown={press}
        onBlur={() => add(text)}
        autoComplete="off"
        className="h-6 min-w-24 flex-1 bg-transparent px-1.5 focus:outline-none"
      />
    </div>
  );
}
