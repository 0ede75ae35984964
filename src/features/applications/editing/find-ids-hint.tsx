/** Where a person finds the two numbers that the form asks for. */
export function FindIdsHint() {
  return (
    <span>
      Both IDs are in the address of every Fuse API call:{' '}
      <code className="rounded bg-hover px-1 font-mono text-xs wrap-anywhere">
        /api/apps/<b>application ID</b>/<b>deployment ID</b>/queue
      </code>
      . In Fuse, the Deployments table leads to the Outbound page of each deployment.
    </span>
  );
}
