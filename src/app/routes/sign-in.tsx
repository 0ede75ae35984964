import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useLocation, useSearch } from 'wouter';
import { paths, session, signIn, type SignIn } from '@/contract';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { ViewHeading } from '@/components/ui/view-heading';
import { keys } from '@/common/query-keys';
import { nothingSelected, setSelected } from '@/features/applications/selection/selection';
import { ApiError, request } from '@/lib/api-client';
import { useSingleFlightMutation } from '@/lib/use-single-flight-mutation';
import { setToken, useFragmentToken } from '../session/fragment-token';
import { adoptSession, dismissIdentityChange } from '../session/identity-change';
import { tokenIn } from '../session/token-in';

export default function SignInRoute() {
  const fromLink = useFragmentToken();
  // A new link means a new form, with that link's token in it.
  return <SignInForm key={fromLink} fromLink={fromLink} />;
}

function SignInForm({ fromLink }: { fromLink: string }) {
  const client = useQueryClient();
  const [, go] = useLocation();
  const to = new URLSearchParams(useSearch()).get('to');
  const { register, handleSubmit, formState } = useForm<SignIn>({
    resolver: standardSchemaResolver(signIn),
    defaultValues: { name: '', token: fromLink },
  });
  // Two quick submits would open two sessions, of which the first one nobody could end.
  const open = useSingleFlightMutation({
    mutationFn: ({ name, token }: SignIn) =>
      request(session, 'POST', paths.session, { name, token: tokenIn(token) }),
    onSuccess: (opened) => {
      client.clear();
      // Whoever comes now has selected nothing.
      setSelected(nothingSelected);
      dismissIdentityChange();
      adoptSession(opened);
      client.setQueryData(keys.session, opened);
      go(inside(to), { replace: true });
      // It has been exchanged for a session.
      setToken('');
    },
  });
  const { errors } = formState;
  return (
    <div className="mx-auto max-w-md space-y-5 pt-4">
      <ViewHeading title="Sign in" />
      <form
        noValidate
        onSubmit={(event) => void handleSubmit((input) => open.mutate(input))(event)}
        className="space-y-4 rounded-lg border border-line bg-surface p-5 shadow-raised"
      >
        <Field
          label="Your name"
          hint="The journal shows it with each of your cancellations."
          error={errors.name && `The name ${errors.name.message}.`}
        >
          <Input {...register('name')} autoComplete="name" />
        </Field>
        {fromLink === '' || isWrongLink(open.error) ? (
          <Field
            label="Sign-in link"
            hint="The person who runs the console has one for operators and one for support. Paste the link or its token."
            error={errors.token && `The link ${errors.token.message}.`}
          >
            <Input {...register('token')} type="password" />
          </Field>
        ) : (
          <p className="text-sm text-ink-soft">Your sign-in link is recognised. Only your name is missing.</p>
        )}
        {open.isError && <Failure error={open.error} />}
        <Button type="submit" variant="primary" className="w-full" ariaDisabled={open.isPending}>
          {open.isPending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </div>
  );
}

function isWrongLink(error: Error | null): boolean {
  return error instanceof ApiError && error.problem.status === 401;
}

function Failure({ error }: { error: Error }) {
  return (
    <Notice
      tone="negative"
      role="alert"
      title={
        isWrongLink(error)
          ? 'This link is not valid, or not valid any more. Ask for the current one.'
          : error instanceof ApiError
            ? error.problem.detail
            : 'The console cannot be reached. Nothing you typed is lost: try again.'
      }
    />
  );
}

/** Only an address of this page: `//elsewhere` and the like lead home. */
function inside(to: string | null): string {
  if (to === null || !to.startsWith('/') || !URL.canParse(to, location.origin)) return '/';
  const { origin, pathname, search } = new URL(to, location.origin);
  // `/.//elsewhere` has a path that would be an address of its own.
  const leavesPage = origin !== location.origin || pathname.startsWith('//');
  return leavesPage || pathname === '/sign-in' ? '/' : pathname + search;
}
