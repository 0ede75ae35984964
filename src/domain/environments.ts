import { isProduction } from '../contract/terms';

/** Production stands out by weight, not by red: red is kept for what destroys. */
export function environmentTone(environment: string): 'strong' | 'accent' | 'neutral' {
  if (isProduction(environment)) return 'strong';
  return environment.trim().toLowerCase() === 'staging' ? 'accent' : 'neutral';
}

/** The environment as it is shown: `production` becomes `Production`, other text stays as typed. */
export function environmentName(environment: string): string {
  return environment.charAt(0).toUpperCase() + environment.slice(1);
}
