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
        {onEdit && <col className="w-8" />}
        <col />
        <col className="w-32 xl:w-48" />
        <col className="w-32 xl:w-36" />
        <col className="w-48 xl:w-64" />
        {onEdit !== undefined && <col className="w-72" />}
      </colgroup>
      <thead className="sr-only">
        <tr aria-rowindex={rowIndex}>
          {onEdit && <th scope="col">Selected</th>}
          <th scope="col">Deployment</th>
          <th scope="col">ID</th>
          <th scope="col">Environment</th>
          <th scope="col">Last cancellation</th>
          {onEdit !== undefined && <th scope="col">Actions</th>}
        </tr>
      </thead>
    </>
  );
}
