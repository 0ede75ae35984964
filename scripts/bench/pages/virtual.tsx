import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { fetchRows, type Row } from './saved';

// The simplest page that shows and filters 10,000 rows with React and TanStack Virtual. Every keystroke searches all
// names with `includes` and renders the visible rows: nothing is deferred, cached or indexed.

function VirtualList() {
  const [rows, setRows] = useState<Row[]>([]);
  const [text, setText] = useState('');
  useEffect(() => void fetchRows().then(setRows), []);
  const searched = text.toLowerCase();
  const found = rows.filter((row) => row.name.toLowerCase().includes(searched));
  // oxlint-disable-next-line react/incompatible-library -- No compiler is used here that would memoise it.
  const virtual = useWindowVirtualizer({ count: found.length, estimateSize: () => 61, overscan: 6 });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  return (
    <>
      <input
        type="search"
        aria-label="Search"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p role="status">{found.length.toLocaleString('en')} found</p>
      <table>
        <tbody>
          <tr aria-hidden="true" style={{ height: first?.start ?? 0 }} />
          {items.map(({ index, key }) => {
            const row = found[index];
            return (
              row && (
                <tr key={key} style={{ height: 61 }}>
                  <td>{row.name}</td>
                  <td>{row.deploymentId}</td>
                  <td>{row.environment}</td>
                  <td>{row.application}</td>
                </tr>
              )
            );
          })}
          <tr aria-hidden="true" style={{ height: virtual.getTotalSize() - (last?.end ?? 0) }} />
        </tbody>
      </table>
    </>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<VirtualList />);
