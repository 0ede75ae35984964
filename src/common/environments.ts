import { isProduction as countsAsProduction } from '../contract/enums';

let nonProduction: readonly string[] = [];

/** Sets the environments that the console's configuration declares not to be production; says whether they changed. */
export function setNonProductionEnvironments(names: readonly string[]): boolean {
  if (names.join() === nonProduction.join()) return false;
  nonProduction = names;
  return true;
}

export const nonProductionEnvironments = (): readonly string[] => nonProduction;

/** Whether an environment counts as production in this console: every one that is not known to be something else. */
export const isProduction = (environment: string): boolean => countsAsProduction(environment, nonProduction);

/** The tone of an environment's badge. Production stands out by weight, not by red: red marks what destroys. */
export function environmentTone(environment: string): 'strong' | 'accent' | 'neutral' {
  if (isProduction(environment)) return 'strong';
  return environment.trim().toLowerCase() === 'staging' ? 'accent' : 'neutral';
}

/** The environment as the page shows it, with a capital letter: `Production`. */
export function environmentName(environment: string): string {
  return environment.charAt(0).toUpperCase() + environment.slice(1);
}
