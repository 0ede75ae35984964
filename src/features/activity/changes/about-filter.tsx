import { changeKindsOf, changeSubjects, type Change } from '@/contract';
import { Select } from '@/components/ui/input';

const subjectLabels = { list: 'Saved list', access: 'Access', console: 'Console' } as const;

const kindLabels = {
  application_saved: 'Application saved',
  application_removed: 'Application removed',
  deployment_saved: 'Deployment saved',
  deployment_protected: 'Deployment protected',
  deployment_unprotected: 'Protection taken off',
  deployment_removed: 'Deployment removed',
  list_imported: 'File imported',
  list_edited: 'Several edited',
  list_restored: 'Several undone',
  list_taken_over: 'List taken over',
  signed_in: 'Signed in',
  signed_out: 'Signed out',
  sign_in_refused: 'Sign-in refused',
  action_refused: 'Action refused',
  expired_key_used: 'Expired key used',
  configuration_changed: 'Configuration',
  retention_applied: 'Retention',
} as const satisfies Record<Change['kind'], string>;

interface About {
  subject?: (typeof changeSubjects)[number] | undefined;
  kind?: Change['kind'] | undefined;
}

/** Filters by what a change is about: a kind, or all kinds of one subject. */
export function AboutFilter({
  about: { subject, kind },
  onChange,
}: {
  about: About;
  onChange: (about: About) => void;
}) {
  function choose(value: string) {
    const chosen = changeSubjects.find((one) => one === value);
    const ofSubject = changeSubjects.flatMap((one): readonly Change['kind'][] => changeKindsOf[one]);
    onChange({ subject: chosen, kind: ofSubject.find((one) => one === value) });
  }
  return (
    <Select
      aria-label="About"
      value={kind ?? subject ?? ''}
      onChange={({ target }) => choose(target.value)}
      className="sm:w-48"
    >
      <option value="">Everything</option>
      {changeSubjects.map((one) => (
        <optgroup key={one} label={subjectLabels[one]}>
          <option value={one}>{`${subjectLabels[one]}: all`}</option>
          {changeKindsOf[one].map((name) => (
            <option key={name} value={name}>
              {kindLabels[name]}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}
