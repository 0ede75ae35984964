import { useQuery } from '@tanstack/react-query';
import { paths, signInWays, type SignInWays } from '@/contract';
import { keys } from '@/common/query-keys';
import { read } from '@/lib/read';

const linksOnly: SignInWays = { provider: null, links: true };

/** How people sign in here: undefined until that is known, and the links where the console does not say. */
export function useSignInWays(): SignInWays | undefined {
  const { data, isError } = useQuery({
    queryKey: keys.signInWays,
    queryFn: (context) => read(signInWays, paths.signInWays, context),
    retry: false,
  });
  return data ?? (isError ? linksOnly : undefined);
}
