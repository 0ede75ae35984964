import { useQueryClient } from '@tanstack/react-query';
import { paths, roles, session, type Role } from '@/contract';
import { cx } from '@/lib/cx';
import { request } from '@/lib/api-client';
import { useSingleFlightMutation } from '@/lib/use-single-flight-mutation';
import { keys } from '@/common/query-keys';
import { adoptSession, dismissIdentityChange } from '../session/identity-change';
import { useSession } from '../session/session';

/** In the sandbox anyone may look at the console as either role. */
export default function RoleSwitch() {
  const role = useSession()?.role;
  const client = useQueryClient();
  const change = useSingleFlightMutation({
    mutationFn: (token: Role) => request(session, 'POST', paths.session, { name: 'Sandbox', token }),
    onSuccess: async (opened) => {
      await client.cancelQueries();
      adoptSession(opened);
      client.setQueryData(keys.session, opened);
      dismissIdentityChange();
      client.removeQueries({ type: 'inactive' });
      void client.invalidateQueries({ predicate: ({ meta }) => meta?.kind !== 'session' });
    },
  });
  return (
    <div role="group" aria-label="View as" className="flex items-center gap-0.5">
      <span aria-hidden="true" className="mr-1">
        {change.isError ? 'Not switched:' : 'View as:'}
      </span>
      {roles.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === role}
          onClick={() => one !== role && change.mutate(one)}
          className={cx(
            // Under a finger the target is as high as its neighbours leave room, and the line stays as high as it is.
            'relative h-6 rounded border px-2 font-medium transition-colors after:absolute after:inset-x-0 after:-top-1 after:-bottom-4 pointer-coarse:min-h-0! pointer-fine:after:hidden',
            one === role
              ? 'border-accent-line bg-surface text-accent'
              : 'border-transparent underline-offset-2 hover:underline',
          )}
        >
          {one}
        </button>
      ))}
    </div>
  );
}
