import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { fetchRows, type Row } from './saved';

// The simplest page that shows the list with React: one table, without styles, router, cache or checks.

function List() {
  const [rows, setRows] = useState<Row[]>([]);
  useEffect(() => void fetchRows().then(setRows), []);
  return (
    <table>
      <tbody>
        {rows.map((row) => (
          <tr key={row.deploymentId}>
            <td>{row.name}</td>
            <td>{row.deploymentId}</td>
            <td>{row.environment}</td>
            <td>{row.application}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<List />);
