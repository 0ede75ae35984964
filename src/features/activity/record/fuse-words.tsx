/** What Fuse said, as text and nothing else; long text is folded. */
export function FuseWords({ text }: { text: string }) {
  const words = <pre className="font-mono text-xs wrap-anywhere whitespace-pre-wrap">{text}</pre>;
  if (text.length <= 400) return words;
  return (
    <details>
      <summary className="text-sm font-medium wrap-anywhere">
        <span>{`${text.slice(0, 120)}… `}</span>
        <span className="font-normal text-ink-faint">{`(${text.length} characters)`}</span>
      </summary>
      <div className="mt-2">{words}</div>
    </details>
  );
}
