/** Every path of the console's own interface. IDs are validated digits or UUIDs and need no escaping. */
export const paths = {
  session: '/api/session',
  /** The sessions of the person who asks. */
  sessions: '/api/sessions',
  ownSession: (id: string) => `/api/sessions/${id}`,
  keys: '/api/keys',
  signInWays: '/api/sign-in',
  /** Leads to the OpenID Connect provider, which leads back to `signInCallback`. */
  signInStart: '/sign-in/start',
  signInCallback: '/sign-in/callback',
  pin: (applicationId: string, deploymentId: string) => `/api/session/pins/${applicationId}/${deploymentId}`,
  applications: '/api/applications',
  application: (applicationId: string) => `/api/applications/${applicationId}`,
  deployment: (applicationId: string, deploymentId: string) =>
    `/api/applications/${applicationId}/deployments/${deploymentId}`,
  savedList: (format: 'csv' | 'json') => `/api/applications.${format}`,
  deploymentHistories: '/api/applications/history',
  importApplications: '/api/applications/import',
  editApplications: '/api/applications/edit',
  restoreApplications: '/api/applications/restore',
  cancellations: '/api/cancellations',
  cancellationCounts: '/api/cancellations/counts',
  cancellation: (id: string) => `/api/cancellations/${id}`,
  confirmation: (id: string) => `/api/cancellations/${id}/confirmation`,
  verification: (id: string, verificationId: string) =>
    `/api/cancellations/${id}/verifications/${verificationId}`,
  export: (format: 'csv' | 'json') => `/api/cancellations.${format}`,
  changes: '/api/changes',
  changesExport: (format: 'csv' | 'json') => `/api/changes.${format}`,
  batches: '/api/batches',
  batch: (id: string) => `/api/batches/${id}`,
  stopBatch: (id: string) => `/api/batches/${id}/stop`,
  call: (callId: string) => `/api/calls/${callId}`,
  events: '/api/events',
  openApi: '/api/openapi.json',
  /** Outside of the interface and without a session, so that a YAML editor can read it. */
  configurationSchema: '/console.schema.json',
  health: '/healthz',
  metrics: '/metrics',
} as const;

/** The addresses of the views. The server answers these with the page, and any other with 404. */
export const views = {
  deployments: '/',
  activity: '/activity',
  changes: '/changes',
  report: '/report',
  wall: '/wall',
  cancellation: (id: string) => `/cancellations/${id}`,
  batch: (id: string) => `/batches/${id}`,
  signIn: '/sign-in',
} as const;
