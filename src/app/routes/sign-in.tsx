import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useLocation, useSearch } from 'wouter';
import { paths, returnPath, session, signIn, signInWays, type SignIn, type SignInWays } from '@/contract';
import { cleanTyped } from '@/contract/invisible';
import { Button, buttonClass } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { ViewHeading } from '@/components/ui/view-heading';
import { keys } from '@/common/query-keys';
import { nothingSelected, setSelected } from '@/features/applications/selection/selection';
import { ApiError, request } from '@/lib/api-client';
import { read } from '@/lib/read';
import { useSingleFlightMutation } from '@/lib/use-single-flight-mutation';
import { setToken, useFragmentToken } from '../session/fragment-token';
import { adoptSession, dismissIdentityChange } from '../session/identity-change';
import { SignInNotice } from '../session/sign-in-notice';

const linksOnly: SignInWays = { provider: null, links: true };

/** How people sign in here: undefined until that is known, and the links where the console does not say. */
function useSignInWays(): SignInWays | undefined {
  const { data, isError } = useQuery({
    queryKey: keys.signInWays,
    queryFn: (context) => read(signInWays, paths.signInWays, context),
    retry: false,
  });
  return data ?? (isError ? linksOnly : undefined);
}

/** The token in what a person pastes: a whole sign-in link, its fragment, or the token itself. */
function tokenIn(text: string): string {
  const encoded = cleanTyped(text).replace(/^(?:.*#)?token=/, '');
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

export default function SignInRoute() {
  const fromLink = useFragmentToken();
  const ways = useSignInWays();
  const query = new URLSearchParams(useSearch());
  const to = query.get('to');
  const provider = ways?.provider ?? null;
  return (
    <div className="mx-auto max-w-md space-y-5 pt-4">
      <ViewHeading title="Sign in" />
      <SignInNotice failure={query.get('failure')} provider={provider} />
      {ways === undefined && <Skeleton className="h-56 rounded-lg" />}
      {provider !== null && <ProviderButton provider={provider} to={to} />}
      {provider !== null && ways?.links === true && (
        <p className="text-center text-sm text-ink-soft">or with a sign-in link</p>
      )}
      {provider === null && ways?.links === false && (
        <p className="text-center text-sm text-ink-soft">
          The sign-in in front of this console lets people in. Open the console at its public address.
        </p>
      )}
      {/* A new link means a new form, with that link's token in it. */}
      {ways?.links === true && (
        <SignInForm key={fromLink} fromLink={fromLink} to={to} isSecond={provider !== null} />
      )}
    </div>
  );
}

/** Leads to the OpenID Connect provider, out of this page. */
function ProviderButton({ provider, to }: { provider: string; to: string | null }) {
  const query = to === null ? '' : `?to=${encodeURIComponent(to)}`;
  return (
    <a href={paths.signInStart + query} className={buttonClass('primary', 'md', 'h-11! w-full gap-1!')}>
      <span>Sign in with </span>
      <bdi>{provider}</bdi>
    </a>
  );
}

function SignInForm({
  fromLink,
  to,
  isSecond,
}: {
  fromLink: string;
  to: string | null;
  /** Whether there is another way, which comes first. */
  isSecond: boolean;
}) {
  const client = useQueryClient();
  const [, go] = useLocation();
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
      go(returnPath(to, location.origin), { replace: true });
      // It has been exchanged for a session.
      setToken('');
    },
  });
  const { errors } = formState;
  return (
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
      <Button
        type="submit"
        variant={isSecond ? 'secondary' : 'primary'}
        className="w-full"
        ariaDisabled={open.isPending}
      >
        {open.isPending ? 'Signing in…' : 'Sign in'}
      </Button>
      {/* Below the button, which stays where it was pressed. */}
      {open.isError && <Failure error={open.error} />}
    </form>
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
