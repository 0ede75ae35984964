import type { RowControls } from './deployment-row';

/** The columns' widths and their names, which only assistive technology needs. */
export function ListColumns({
  controls: { onEdit },
  rowIndex,
}: {
  controls: RowControls;
  rowIndex?: number;
}) {
  return (
    <>
      <colgroup className="hidden lg:table-column-group">
        {onEdit && <col className="w-11 pointer-coarse:w-13" />}
        <col className={onEdit ? 'w-28' : 'w-32'} />
        <col />
        <col className="w-52 xl:w-72" />
        <col className="w-31" />
        <col className={onEdit ? 'w-44' : 'w-14'} />
      </colgroup>
      <thead className="sr-only">
        <tr aria-rowindex={rowIndex}>
          {onEdit && <th scope="col">Selected</th>}
          <th scope="col">Environment</th>
          <th scope="col">Deployment and ID</th>
          <th scope="col">Last cancellation</th>
          <th scope="col">Last ten outcomes</th>
          <th scope="col">Actions</th>
        </tr>
      </thead>
    </>
  );
}
