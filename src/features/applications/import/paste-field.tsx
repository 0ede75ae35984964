import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { maxTransferBytes } from '@/contract';
import { Field, useFieldControl } from '@/components/ui/field';
import { TextArea } from '@/components/ui/input';
import { useDocumentEvent } from '@/lib/use-document-event';
import { decodeFile, type WantedFile } from './file-text';
import { readDataTransfer, textFields } from './use-pasted-text';

/** Takes a text by paste, file or typing. A pasted text is handed on and not shown: it may hold credentials. */
export function PasteField({
  label = 'Text',
  hint = 'An API address, a curl command, a code sample, a list, or a Postman, Bruno or OpenAPI file.',
  accept,
  wantedFile = 'text',
  file,
  onText,
}: {
  label?: string;
  hint?: string;
  accept?: string;
  wantedFile?: WantedFile;
  /** A file that was dropped before this field was shown, to be read at once. */
  file?: File | undefined;
  onText: (text: string, from?: { file?: string | undefined; html?: string | undefined }) => void;
}) {
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<string>();

  // Ctrl V works wherever the focus is in the dialog.
  useDocumentEvent('paste', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.defaultPrevented || target?.closest(textFields)) return;
    event.preventDefault();
    takeFrom(event.clipboardData);
  });

  // Leaving the field reads it. At the press of a button that would move the button away before its click, so the
  // field is read after the button goes up.
  const pressed = useRef(false);
  const afterPress = useRef<(() => void) | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  function release() {
    pressed.current = false;
    const read = afterPress.current;
    afterPress.current = null;
    if (read !== null) timer.current = setTimeout(read, 0);
  }
  useDocumentEvent('mousedown', () => {
    pressed.current = true;
  });
  useDocumentEvent('mouseup', release);
  // A press that becomes a drag ends without its button going up.
  useDocumentEvent('dragend', release);
  useDocumentEvent('drop', release);

  function readTyped() {
    if (text.trim() === '') return;
    if (pressed.current) afterPress.current = () => onText(text);
    else onText(text);
  }

  const readGiven = useEffectEvent(() => void read(file));
  useEffect(() => readGiven(), []);

  function takeFrom(data: DataTransfer | null) {
    const pasted = readDataTransfer(data);
    if (pasted.file === undefined) onText(pasted.text, { html: pasted.html });
    else void read(pasted.file);
  }

  async function read(file: File | undefined) {
    if (file === undefined) return;
    if (file.size > maxTransferBytes) {
      setFailure(`The file is too large: at most ${maxTransferBytes / 1e6} MB.`);
      return;
    }
    try {
      const content = decodeFile(await file.arrayBuffer(), wantedFile);
      setFailure('problem' in content ? content.problem : undefined);
      if ('text' in content) onText(content.text, { file: file.name });
    } catch {
      setFailure('The file cannot be read.');
    }
  }

  return (
    <>
      <Field label={label} hint={hint}>
        <TextArea
          isCode
          ref={focus}
          value={text}
          rows={4}
          placeholder="Paste here"
          onPaste={(event) => {
            event.preventDefault();
            takeFrom(event.clipboardData);
          }}
          onDrop={(event) => {
            event.preventDefault();
            takeFrom(event.dataTransfer);
          }}
          onChange={(event) => setText(event.target.value)}
          onBlur={readTyped}
        />
      </Field>
      <Field label="Or a file" error={failure}>
        <FileInput accept={accept} onFile={(chosen) => void read(chosen)} />
      </Field>
    </>
  );
}

function FileInput({
  accept,
  onFile,
}: {
  accept: string | undefined;
  onFile: (file: File | undefined) => void;
}) {
  return (
    <input
      {...useFieldControl()}
      type="file"
      accept={accept}
      onChange={(event) => {
        onFile(event.target.files?.[0]);
        // The same file may be chosen again.
        event.target.value = '';
      }}
      className="block w-full text-sm text-ink-soft file:mr-3 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-sm file:font-medium file:text-ink"
    />
  );
}

function focus(control: HTMLElement | null): void {
  control?.focus({ preventScroll: true });
}
