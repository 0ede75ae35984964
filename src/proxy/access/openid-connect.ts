import type { Configuration } from 'openid-client';
import type { ConsoleFileHolder } from '../config/console-file';
import type { Network } from './provider-fetch';
import {
  SignInError,
  type ProviderPerson,
  type ProviderSettings,
  type SignInAttempt,
} from './provider-sign-in';

/** The OpenID Connect provider that the configuration in force names. */
export interface OpenIdConnect {
  /** Its host, or null where none is configured. */
  provider(): string | null;
  /** The address at the provider to send the browser to. Rejects with `SignInError`. */
  begin(redirectUri: string): Promise<{ address: URL; attempt: SignInAttempt }>;
  /** Exchanges the code in the address that the provider has led back to. Rejects with `SignInError`. */
  finish(callback: URL, attempt: SignInAttempt): Promise<ProviderPerson>;
  /** The address that ends the provider's own session and leads back; null where the provider has none. */
  signOutAddress(returnTo: string, person: string): Promise<URL | null>;
}

/** For how long a provider's addresses and keys that an earlier sign-in asked for may be used. */
const metadataMs = 60 * 60_000;

// Fetched when somebody first signs in so: a console without a provider starts without it.
const loadProvider = () => import('./openid-provider');

/**
 * Sign-in by authorisation code with PKCE, state and nonce (RFC 6749 §4.1). The provider is asked for its addresses when
 * somebody signs in: one that is away does not stop the console.
 */
export function createOpenIdConnect(options: {
  consoleFile: ConsoleFileHolder;
  now: () => Date;
  /** How the provider is reached; directly, where it is left out. */
  network?: Network;
}): OpenIdConnect {
  const { consoleFile, now, network = { proxyFor: () => null, ca: null } } = options;
  let known: { settings: ProviderSettings; at: number; configuration: Configuration } | undefined;

  /** Runs a step with the provider that is in force, whose addresses and keys are known for at most `maxAgeMs`. */
  async function withProvider<T>(
    step: (
      provider: Awaited<ReturnType<typeof loadProvider>>,
      configuration: Configuration,
      settings: ProviderSettings,
    ) => T | Promise<T>,
    maxAgeMs = metadataMs,
  ): Promise<T> {
    const settings = consoleFile.current().signIn.openIdConnect;
    if (settings === undefined) throw new SignInError('refused', 'No OpenID Connect provider is configured.');
    const provider = await loadProvider();
    return provider.orFailure(async () => {
      const at = now().getTime();
      let current = known;
      if (current?.settings !== settings || Math.abs(at - current.at) >= maxAgeMs) {
        current = { settings, at, configuration: await provider.discover(settings, at, network) };
        known = current;
      }
      return step(provider, current.configuration, settings);
    });
  }

  return {
    provider() {
      const settings = consoleFile.current().signIn.openIdConnect;
      return settings === undefined ? null : new URL(settings.issuer).host;
    },

    // The provider is asked each time: a browser that is sent to one that is away shows an error page of its own.
    begin: (redirectUri) =>
      withProvider(
        (provider, configuration, settings) =>
          provider.authorizationAddress(configuration, settings, redirectUri),
        0,
      ),

    finish: (callback, attempt) =>
      withProvider((provider, configuration, settings) =>
        provider.readProviderPerson(configuration, settings, callback, attempt, now().getTime()),
      ),

    signOutAddress: (returnTo, person) =>
      withProvider((provider, configuration) => provider.signOutAddress(configuration, returnTo, person)),
  };
}
