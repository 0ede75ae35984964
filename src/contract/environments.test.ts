import { describe, expect, it } from 'vitest';
import { isProduction } from './enums';

describe('an environment', () => {
  it.each([
    'production',
    'prod',
    'prod-eu',
    'Production (EU)',
    'live',
    'pre-production',
    'qa',
    'staging-2',
    'test\u200B',
    '',
  ])('%j counts as production, since it is not known not to be', (name) => {
    expect(isProduction(name, [])).toBe(true);
  });

  it.each(['staging', ' Staging ', 'DEVELOPMENT', 'test', 'Sandbox'])('%j does not', (name) => {
    expect(isProduction(name, [])).toBe(false);
  });

  it('does not where the configuration lists it, by its whole name', () => {
    expect(isProduction(' QA ', ['qa', 'Load test'])).toBe(false);
    expect(isProduction('load test', ['qa', 'Load test'])).toBe(false);
    expect(isProduction('qa-eu', ['qa'])).toBe(true);
  });
});
