/**
 * How a deployment answers a cancellation: `queue` cancels its queued calls and answers 202, `slow` does the
 * same but answers later, `never` reads the request and keeps silent, `drop` reads it and closes the
 * connection before any status line. A number is a refusal with that status.
 */
export type Answer = 'queue' | 'slow' | 'never' | 'drop' | Refusal;
export type Refusal = 401 | 403 | 404 | 405 | 429 | 500 | 502;

interface CatalogueDeployment {
  /** Digits; leading zeros are significant. */
  deploymentId: string;
  name: string;
  environment: string;
  tags: string[];
  note: string | null;
  answer: Answer;
  /** How many calls the campaign queues at the start and again in each round. */
  calls: number;
}

export interface CatalogueApplication {
  /** Digits; leading zeros are significant. */
  applicationId: string;
  name: string;
  deployments: readonly CatalogueDeployment[];
}

/** An application as the console saves it: nothing of how the deployments behave. */
interface SavedApplication {
  applicationId: string;
  name: string;
  deployments: Omit<CatalogueDeployment, 'answer' | 'calls'>[];
}

/** All that the sandbox knows. A deployment's place in the list gives its call IDs: see `note` of the first. */
export const catalogue: readonly CatalogueApplication[] = [
  {
    applicationId: '20481',
    name: 'Billing and payments',
    deployments: [
      {
        deploymentId: '310274',
        name: 'Payment reminders',
        environment: 'production',
        tags: ['billing', 'daily'],
        note: 'Call IDs 90010001 to 90010036 are queued at the start, the next 36 every 15 minutes.',
        answer: 'queue',
        calls: 36,
      },
      {
        deploymentId: '310275',
        name: 'Payment reminders, Spanish',
        environment: 'production',
        tags: ['billing', 'daily', 'es'],
        note: 'Same list as the English reminders, by preferred language.',
        answer: 'queue',
        calls: 24,
      },
      {
        deploymentId: '310391',
        name: 'Payment reminders',
        environment: 'staging',
        tags: ['billing'],
        note: null,
        answer: 'queue',
        calls: 12,
      },
      {
        deploymentId: '0047120',
        name: 'Card expiry notices',
        environment: 'production',
        tags: ['billing', 'monthly'],
        note: 'Moved from the old account: the ID starts with zeros.',
        answer: 'queue',
        calls: 28,
      },
    ],
  },
  {
    applicationId: '20533',
    name: 'Clinic outreach',
    deployments: [
      {
        deploymentId: '311008',
        name: 'Appointment confirmations',
        environment: 'production',
        tags: ['clinic', 'weekdays'],
        note: 'Calls go out from 9:00 to 17:00, two days ahead.',
        answer: 'queue',
        calls: 42,
      },
      {
        deploymentId: '311009',
        name: 'Vaccination reminders',
        environment: 'production',
        tags: ['clinic', 'seasonal'],
        note: null,
        answer: 'queue',
        calls: 30,
      },
      {
        deploymentId: '311046',
        name: 'Appointment confirmations',
        environment: 'staging',
        tags: ['clinic'],
        note: 'Test numbers only.',
        answer: 'queue',
        calls: 12,
      },
      {
        deploymentId: '311102',
        name: 'Patient satisfaction survey',
        environment: 'development',
        tags: ['clinic', 'survey'],
        note: null,
        answer: 'queue',
        calls: 8,
      },
    ],
  },
  {
    applicationId: '20877',
    name: 'Utility alerts',
    deployments: [
      {
        deploymentId: '10483920175566021',
        name: 'Outage notifications',
        environment: 'production',
        tags: ['alerts', 'urgent'],
        note: 'Ask the control room before you cancel.',
        answer: 'queue',
        calls: 42,
      },
      {
        deploymentId: '312250',
        name: 'Planned maintenance notices',
        environment: 'production',
        tags: ['alerts'],
        note: null,
        answer: 'queue',
        calls: 26,
      },
      {
        deploymentId: '312251',
        name: 'Boil-water advisories',
        environment: 'staging',
        tags: ['alerts', 'drill'],
        note: 'Rehearsed on the first Monday of each quarter.',
        answer: 'queue',
        calls: 14,
      },
      {
        deploymentId: '312260',
        name: 'Meter reading requests',
        environment: 'development',
        tags: ['meters'],
        note: null,
        answer: 'queue',
        calls: 10,
      },
    ],
  },
  {
    applicationId: '20999',
    name: 'Every answer',
    deployments: [
      sample('1', '202 Accepted', 'queue', 'The queue is emptied.'),
      sample('2', '401 Unauthorized', 401, 'As with a wrong developer key or an inactive account.'),
      sample('3', '403 Forbidden', 403, 'As for an account that may not cancel calls.'),
      sample('4', '404 Not found', 404, 'As for IDs that Fuse does not know.'),
      sample('5', '405 Method not allowed', 405, 'As for any method but DELETE.'),
      sample('6', '429 Too many requests', 429, 'With Retry-After: 120.'),
      sample('7', '500 Internal server error', 500, 'Documented as a database error.'),
      sample('8', '502 Bad gateway', 502, 'An HTML page from something in between.'),
      sample('9', 'Answers after 5 s', 'slow', '202 Accepted, but slowly.'),
      sample('10', 'Never answers', 'never', 'The request is read, and no answer comes.'),
      sample('11', 'Drops the connection', 'drop', 'The request is read, then the connection closes.'),
    ],
  },
];

/** The catalogue as the console saves it, a fresh copy at each call. */
export function savedList(): SavedApplication[] {
  return catalogue.map(({ applicationId, name, deployments }) => ({
    applicationId,
    name,
    deployments: deployments.map(({ deploymentId, name, environment, tags, note }) => ({
      deploymentId,
      name,
      environment,
      tags: [...tags],
      note,
    })),
  }));
}

function sample(place: string, name: string, answer: Answer, note: string): CatalogueDeployment {
  return {
    deploymentId: `3199${place.padStart(2, '0')}`,
    name,
    environment: 'development',
    tags: ['practice'],
    note,
    answer,
    calls: answer === 'queue' || answer === 'slow' ? 12 : 0,
  };
}
