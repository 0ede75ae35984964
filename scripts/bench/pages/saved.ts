/** What the bare pages take from the console's answer. */
interface Saved {
  applicationId: string;
  name: string;
  deployments: {
    deploymentId: string;
    name: string;
    environment: string;
    tags: string[];
    note: string | null;
  }[];
}

export type Row = Saved['deployments'][number] & { application: string };

/** Fetches the list as the console's page does, but believes every word of it. */
export async function fetchRows(): Promise<Row[]> {
  const response = await fetch('/api/applications');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- A bare page checks nothing.
  const { items } = (await response.json()) as { items: Saved[] };
  return items.flatMap(({ name: application, deployments }) =>
    deployments.map((deployment) => ({ ...deployment, application })),
  );
}
