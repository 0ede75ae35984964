import { useEffect, useEffectEvent, useState } from 'react';
import { Field } from '@/components/ui/field';
import { textFields } from '../use-pasted-text';

/** Takes a text by paste, file or typing. What is pasted is handed on and not shown: it may hold credentials. */
export function PasteField({
  label = 'Text',
  hint = 'An API address, a curl command, a code sample, a list, or a Postman, Bruno or OpenAPI file.',
  accept,
  onText,
}: {
  label?: string;
  hint?: string;
  accept?: string;
  onText: (text: string, fileName?: string) => void;
}) {
  const [text, setText] = useState('');
  const [failed, setFailed] = useState(false);

  // Ctrl V does the same wherever the focus is in the dialog.
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.defaultPrevented || target?.closest(textFields)) return;
    event.preventDefault();
    onText(event.clipboardData?.getData('text') ?? '');
  });
  useEffect(() => {
    const listen = (event: ClipboardEvent) => paste(event);
    document.addEventListener('paste', listen);
    return () => document.removeEventListener('paste', listen);
  }, []);

  async function read(file: File | undefined) {
    if (file === undefined) return;
    try {
      onText(await file.text(), file.name);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  }

  return (
    <>
      <Field label={label} hint={hint}>
        {(control) => (
          <textarea
            {...control}
            ref={focus}
            value={text}
            rows={4}
            spellCheck={false}
            placeholder="Paste here"
            onPaste={(event) => {
              event.preventDefault();
              onText(event.clipboardData.getData('text'));
            }}
            onDrop={(event) => {
              event.preventDefault();
              const [file] = event.dataTransfer.files;
              if (file === undefined) onText(event.dataTransfer.getData('text'));
              else void read(file);
            }}
            onChange={(event) => setText(event.target.value)}
            onBlur={() => text.trim() !== '' && onText(text)}
            className="field-control resize-y py-2 font-mono text-sm"
          />
        )}
      </Field>
      <Field label="Or a file" error={failed ? 'The file cannot be read.' : undefined}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept={accept}
            onChange={(event) => {
              void read(event.target.files?.[0]);
              event.target.value = '';
            }}
            className="block w-full text-sm text-ink-soft file:mr-3 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-solid file:border-line-strong file:bg-surface file:px-3 file:text-sm file:font-medium file:text-ink"
          />
        )}
      </Field>
    </>
  );
}

function focus(control: HTMLElement | null): void {
  control?.focus();
}
