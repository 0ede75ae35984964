import type { Application } from '@/contract';
import { environmentName } from '@/common/environments';
import { outcomeLabel } from '@/common/outcome-labels';
import { isolated } from '@/lib/isolated';
import { lastOutcomes, type ListFilters } from './search-params';

/** What can be filtered by, as the picker, the chips and the phone's selects call it. */
export const filterNames = {
  app: 'Application',
  env: 'Environment',
  tag: 'Tag',
  outcome: 'Last outcome',
} as const;
export type FilterName = keyof typeof filterNames;

export interface FilterChoice {
  value: string;
  text: string;
}

function outcomeName(outcome: (typeof lastOutcomes)[number]): string {
  if (outcome === 'never') return 'None on record';
  return outcomeLabel(outcome === 'open' ? null : outcome).label;
}

/** Without those that differ only in case or in spaces at the ends, as the filter compares environments. */
function distinct(texts: readonly string[]): string[] {
  const byName = new Map(texts.toReversed().map((text) => [text.trim().toLowerCase(), text]));
  return [...byName.values()].toSorted((a, b) => a.localeCompare(b));
}

/** All that a saved list can be filtered by. */
export function filterChoices(items: readonly Application[]): Record<FilterName, FilterChoice[]> {
  const deployments = items.flatMap((application) => application.deployments);
  const tags = [...new Set(deployments.flatMap(({ tags }) => tags))].toSorted((a, b) => a.localeCompare(b));
  return {
    env: distinct(deployments.map(({ environment }) => environment)).map((value) => ({
      value,
      text: environmentName(value),
    })),
    outcome: lastOutcomes.map((value) => ({ value, text: outcomeName(value) })),
    tag: tags.map((value) => ({ value, text: value })),
    app: items.map(({ applicationId, name }) => ({
      value: applicationId,
      text: `${isolated(name)} (${applicationId})`,
    })),
  };
}

/** The active filters in words; a value that is not saved here, as a shared address may have it, stands for itself. */
export function activeFilters(
  filters: ListFilters,
  choices: Record<FilterName, FilterChoice[]>,
): { name: FilterName; text: string }[] {
  return (['env', 'outcome', 'tag', 'app'] as const)
    .filter((name) => filters[name] !== '')
    .map((name) => ({
      name,
      text: choices[name].find(({ value }) => value === filters[name])?.text ?? filters[name],
    }));
}
