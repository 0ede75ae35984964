import { demandsOf, type Demands } from '@/contract/demands';
import { nonProductionEnvironments } from '@/common/environments';
import { useRules } from '@/common/grants';

/** What the rules in force ask of a cancellation. */
export function useDemands(): (deployment: { environment: string; tags: readonly string[] }) => Demands {
  const rules = useRules();
  return (deployment) => demandsOf(rules, deployment, nonProductionEnvironments());
}
