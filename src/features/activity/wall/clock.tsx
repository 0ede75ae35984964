import { useEffect, useState } from 'react';

const format = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** The time of day with its zone: it changes with the minute, within a second of it. */
export function Clock() {
  const [text, setText] = useState(() => format.format());
  useEffect(() => {
    const timer = setInterval(() => setText(format.format()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="font-semibold tabular">
      <span className="sr-only">It is </span>
      <span>{text}</span>
    </p>
  );
}
