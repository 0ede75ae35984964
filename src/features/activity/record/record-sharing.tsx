import { useState } from 'react';
import { views, type CancellationDetail } from '@/contract';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { TextArea } from '@/components/ui/input';
import { ticketText } from './ticket';

/** Buttons that copy a record for others; where the browser does not copy, the text is shown to be copied by hand. */
export function useRecordSharing(record: CancellationDetail) {
  const [shown, setShown] = useState<string | null>(null);
  const link = location.origin + views.cancellation(record.id);
  const ticket = ticketText(record);
  const buttons = (
    <>
      <CopyButton text={link} label="Copy the link to this record" onFail={() => setShown(link)}>
        Copy link
      </CopyButton>
      <CopyButton text={ticket} label="Copy this record as a support ticket" onFail={() => setShown(ticket)}>
        Copy for a Plum ticket
      </CopyButton>
    </>
  );
  const fallback = shown !== null && (
    <Field label="Copy this text" hint="The browser does not let this page copy by itself.">
      <TextArea
        isCode
        readOnly
        value={shown}
        rows={Math.min(16, shown.split('\n').length + 1)}
        onFocus={(event) => event.target.select()}
      />
    </Field>
  );
  return { buttons, fallback };
}
