/** The kinds of changes on record, by what they are about. */
export const changeKindsOf = {
  list: [
    'application_saved',
    'application_removed',
    'deployment_saved',
    'deployment_protected',
    'deployment_unprotected',
    'deployment_removed',
    'list_imported',
    'list_edited',
    'list_restored',
    /** The list of a time when lists belonged to no account. */
    'list_taken_over',
  ],
  access: [
    'signed_in',
    'signed_out',
    'sign_in_refused',
    'action_refused',
    /** A script used its key after the day on which it expired. */
    'expired_key_used',
  ],
  console: [
    'configuration_changed',
    /** Records or changes were deleted that are older than the configuration keeps them. */
    'retention_applied',
  ],
} as const;
export const changeSubjects = ['list', 'access', 'console'] as const;
export const changeKinds = [
  ...changeKindsOf.list,
  ...changeKindsOf.access,
  ...changeKindsOf.console,
] as const;
export type ChangeKind = (typeof changeKinds)[number];
