import { describe, expect, it } from 'vitest';
import { foundPairs } from '@/testing/found-pairs';

describe('pairs are read from prose', () => {
  it.each<[string, string, string[]]>([
    ['prose', 'Application 20481, deployment 310274', ['20481/310274']],
    [
      'prose beside a sentence that denies something else',
      'I could not reach you. Please cancel deployment 310274 of application 20481. Never mind the rest.',
      ['20481/310274'],
    ],
    [
      'keys beside another one that denies something',
      'Application ID: 20481, Deployment ID: 310274, Status: not started',
      ['20481/310274'],
    ],
    [
      'keys before another one that is named like a unit',
      'application_id=20481 deployment_id=310274 calls=1500',
      ['20481/310274'],
    ],
    ['prose in the other order', 'Please cancel deployment 310274 of application 20481.', ['20481/310274']],
    ['prose with signs', 'Application #101 / Deployment #2001', ['101/2001']],
    ['prose with “is”', 'The application ID is 101 and the deployment ID is "2001".', ['101/2001']],
    ['prose with brackets', 'Spring (application 101, deployment 2001) ran twice', ['101/2001']],
    [
      'a line, whatever is around it',
      'Deployment 298113 was fine.\nApplication 20481, deployment 310274\nApplication 20482 is untouched',
      ['20481/310274'],
    ],
    [
      'prose with other numbers',
      'On 30 Nov at 14:03 application 20481, deployment 310274 dialled 1,500 people',
      ['20481/310274'],
    ],
    [
      'a number with a unit behind it',
      'application 20481, deployment 310274, 1500 calls pending\nDeployment 42 of application 7 (1,500 pending calls, 3 retries)\nApplication 8, deployment 310275; 150 people wait',
      ['20481/310274', '7/42', '8/310275'],
    ],
    [
      'what belongs to an application',
      "Application 20481\u2019s deployment 310274 dials. Stop it\napplication 7's deployment 42",
      ['20481/310274', '7/42'],
    ],
    ['prose that is quoted', '> Application 20481, deployment 310274', ['20481/310274']],
    ['curly quotes', 'Application ID “99”, deployment ID “42”', ['99/42']],
    ['arrows', 'Application-ID -> 99, Deployment-ID => 42', ['99/42']],
  ])('%s', (_, text, pairs) => {
    expect(foundPairs(text)).toEqual(pairs);
  });
});
