import type { SignInFailure } from '../../contract';
import type { ConsoleFile } from '../config/console-file';

export type ProviderSettings = NonNullable<ConsoleFile['signIn']['openIdConnect']>;

/** A person as the provider names them. */
export interface ProviderPerson {
  person: string;
  /** The issuer as the configuration names it, and the provider's own ID for the person. */
  issuer: string;
  subject: string;
  groups: string[];
}

/** What the browser keeps between the way to the provider and the way back. */
export interface SignInAttempt {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** A sign-in that did not succeed. The message is for the log; it holds no secret. */
export class SignInError extends Error {
  override name = 'SignInError';
  readonly failure: SignInFailure;
  constructor(failure: SignInFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}
