import { isProduction as countsAsProduction } from '../contract/enums';

let alsoNot: readonly string[] = [];

/** Takes up which environments the console's configuration calls no production; false where it is no other list. */
export function setNonProductionEnvironments(names: readonly string[]): boolean {
  if (names.join() === alsoNot.join()) return false;
  alsoNot = names;
  return true;
}

/** Whether an environment counts as production in this console: every one that is not known not to be. */
export const isProduction = (environment: string): boolean => countsAsProduction(environment, alsoNot);

/** Production stands out by weight, not by red: red is kept for what destroys. */
export function environmentTone(environment: string): 'strong' | 'accent' | 'neutral' {
  if (isProduction(environment)) return 'strong';
  return environment.trim().toLowerCase() === 'staging' ? 'accent' : 'neutral';
}

/** The environment as it is shown: `production` becomes `Production`, other text stays as typed. */
export function environmentName(environment: string): string {
  return environment.charAt(0).toUpperCase() + environment.slice(1);
}
