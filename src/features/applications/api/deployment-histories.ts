import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import {
  deploymentHistories,
  deploymentKey,
  historyLength,
  maxHistoryTargets,
  paths,
  type Deployment,
  type RecentCancellation,
} from '@/contract';
import { request } from '@/lib/api-client';

type History = readonly RecentCancellation[];

/** Rows that come into sight together, as while the reader scrolls, are asked for together. */
const gatherMs = 150;

/** The histories that the rows in sight have asked for. */
class Histories {
  readonly #known = new Map<string, History>();
  readonly #wanted = new Map<string, Deployment>();
  readonly #listeners = new Set<() => void>();
  #isScheduled = false;

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(key: string): History | undefined {
    return this.#known.get(key);
  }

  /** The deployment's newest cancellation has arrived: an ID that is new here has the history read anew. */
  learn(deployment: Deployment): void {
    const { lastCancellation: last } = deployment;
    if (last === null) return;
    const key = deploymentKey(deployment);
    const known = this.#known.get(key);
    const place = known?.findIndex(({ id }) => id === last.id) ?? -1;
    if (known !== undefined && known[place] !== last)
      this.#put(key, place < 0 ? [last, ...known].slice(0, historyLength) : known.with(place, last));
    if (place >= 0) return;
    this.#wanted.set(key, deployment);
    void this.#schedule();
  }

  async #schedule(): Promise<void> {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    this.#isScheduled = false;
    // The reader has left the list meanwhile.
    if (this.#listeners.size === 0) return;
    // The last ones asked for are those in sight.
    const targets = [...this.#wanted.values()].toReversed().slice(0, maxHistoryTargets);
    this.#wanted.clear();
    const query = new URLSearchParams({
      targets: targets.map((one) => `${one.applicationId}/${one.deploymentId}`).join(),
    });
    try {
      const { items } = await request(deploymentHistories, 'GET', `${paths.deploymentHistories}?${query}`);
      for (const item of items) this.#put(deploymentKey(item), item.cancellations);
    } catch {
      // A row without its history still shows its last outcome; the next change asks again.
    }
  }

  #put(key: string, history: History): void {
    this.#known.set(key, history);
    for (const listener of this.#listeners) listener();
  }
}

const byClient = new WeakMap<QueryClient, Histories>();

function historiesOf(client: QueryClient): Histories {
  const histories = byClient.get(client) ?? new Histories();
  byClient.set(client, histories);
  return histories;
}

/**
 * The newest cancellations of a deployment, newest first; undefined until they are read. Live
 * events keep them current through the deployment's last cancellation.
 */
export function useDeploymentHistory(deployment: Deployment): History | undefined {
  const histories = historiesOf(useQueryClient());
  useEffect(() => histories.learn(deployment), [histories, deployment]);
  return useSyncExternalStore(histories.subscribe, () => histories.get(deploymentKey(deployment)));
}
