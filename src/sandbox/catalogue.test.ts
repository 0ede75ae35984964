import { describe, expect, it } from 'vitest';
import { catalogue, savedList } from './catalogue';

const normal = catalogue.filter(({ name }) => name !== 'Every answer');
const practice = catalogue.find(({ name }) => name === 'Every answer')!.deployments;

describe('catalogue', () => {
  it('holds a dozen normal deployments in three applications, some of each in production', () => {
    expect(normal).toHaveLength(3);
    expect(normal.flatMap(({ deployments }) => deployments)).toHaveLength(12);
    for (const { deployments } of normal) {
      expect(deployments.every(({ answer, calls }) => answer === 'queue' && calls > 0)).toBe(true);
      expect(deployments.some(({ environment }) => environment === 'production')).toBe(true);
    }
  });

  it('has each kind of answer once, none of them in production', () => {
    expect(practice.map(({ answer }) => answer)).toEqual([
      'queue',
      401,
      403,
      404,
      405,
      429,
      500,
      502,
      'slow',
      'never',
      'drop',
    ]);
    expect(new Set(practice.map(({ environment }) => environment))).toEqual(new Set(['development']));
  });

  it('has distinct IDs of 1 to 20 digits, one with 17 and one with a leading zero', () => {
    const ids = catalogue.flatMap(({ applicationId, deployments }) => [
      applicationId,
      ...deployments.map(({ deploymentId }) => deploymentId),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[0-9]{1,20}$/.test(id))).toBe(true);
    expect(ids.filter((id) => id.length === 17 && String(Number(id)) !== id)).toHaveLength(1);
    expect(ids.filter((id) => id.startsWith('0'))).toHaveLength(1);
  });
});

describe('savedList', () => {
  it('is the catalogue without the deployments’ behaviour', () => {
    const list = savedList();
    expect(list.map(({ deployments }) => deployments.length)).toEqual([4, 4, 4, 11]);
    for (const deployment of list.flatMap(({ deployments }) => deployments))
      expect(Object.keys(deployment)).toEqual(['deploymentId', 'name', 'environment', 'tags', 'note']);
  });

  it('is a fresh copy each time', () => {
    savedList()[0]!.deployments[0]!.tags.push('changed');
    expect(savedList()[0]!.deployments[0]!.tags).not.toContain('changed');
  });
});
