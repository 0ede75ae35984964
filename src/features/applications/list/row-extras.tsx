import { useEffect, type ComponentProps } from 'react';
import { setRenderHistory } from './history-cell';
import { HistoryStrip } from './history-strip';
import { RowKeys } from './row-keys';

const renderHistory = (row: ComponentProps<typeof HistoryStrip>) => <HistoryStrip {...row} />;

/** What the rows get in the first idle moment: their keys and their last ten outcomes. */
export default function RowExtras(props: ComponentProps<typeof RowKeys>) {
  useEffect(() => setRenderHistory(() => renderHistory), []);
  return <RowKeys {...props} />;
}
