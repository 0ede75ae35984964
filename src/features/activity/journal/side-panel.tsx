import type { ComponentProps } from 'react';
import { BatchSidePanel } from './batch-side-panel';
import { RecordSidePanel } from './record-side-panel';

/** What the journal's current row is about, beside the list: a batch as a whole, or one record. */
export default function SidePanel({
  batch,
  ...record
}: ComponentProps<typeof RecordSidePanel> & { batch: ComponentProps<typeof BatchSidePanel> | null }) {
  return batch === null ? <RecordSidePanel {...record} /> : <BatchSidePanel {...batch} />;
}
