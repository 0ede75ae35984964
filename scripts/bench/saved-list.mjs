const campaigns = ['Payment', 'Appointment', 'Delivery', 'Renewal', 'Survey', 'Outage', 'Recall', 'Welcome'];
const kinds = ['reminders', 'notices', 'confirmations', 'follow-ups', 'invitations', 'warnings', 'updates'];
const places = [
  'Austin',
  'Boston',
  'Chicago',
  'Denver',
  'El Paso',
  'Fresno',
  'Houston',
  'Indianapolis',
  'Kansas',
];
const environments = ['production', 'staging', 'staging', 'development'];

/** @typedef {ReturnType<typeof savedList>} SavedList */

/**
 * A saved list as a team has it; the same at each run.
 * @param {number} count of deployments
 * @param {number} each deployments of an application
 */
export function savedList(count, each) {
  const deployments = Array.from({ length: count }, (_, index) => ({
    deploymentId: String(400_000 + index),
    name: `${campaigns[index % 8]} ${kinds[index % 7]} ${places[index % 9]} ${String(index + 1).padStart(5, '0')}`,
    // The benchmark cancels in short lists, and for production it would have to type the ID.
    environment: count <= 20 ? 'staging' : (environments[index % 4] ?? ''),
    tags: index % 3 === 0 ? ['weekly'] : index % 3 === 1 ? ['daily', 'es'] : [],
    note: index % 5 === 0 ? 'Ask the campaign’s owner before it is started again.' : null,
  }));
  return {
    format: 'fuse-cancel-console/saved-list',
    version: 1,
    applications: Array.from({ length: Math.ceil(count / each) }, (_, index) => ({
      applicationId: String(20_000 + index),
      name: `Campaigns ${index + 1}`,
      deployments: deployments.slice(index * each, (index + 1) * each),
    })),
  };
}
