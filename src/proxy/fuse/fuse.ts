import type { Call, Cause } from '../../contract';
import type { BodyReading } from './body';

/** The result of one DELETE as seen on the network; `classify` decides the outcome. */
export type Exchange =
  /** Response headers arrived, whatever happened to the body. */
  | (BodyReading & {
      kind: 'answered';
      status: number;
      retryAfter: string | null;
      sentAt: string;
      answeredAt: string;
    })
  /**
   * No connection was ever made; over https, no completed handshake. `held_up`: the connection was made too late, and
   * nothing was sent on it.
   */
  | {
      kind: 'not_connected';
      cause: Extract<
        Cause,
        | 'name_not_found'
        | 'connection_refused'
        | 'connect_timeout'
        | 'connect_failed'
        | 'bad_certificate'
        | 'tls_failed'
        | 'proxy_unreachable'
        | 'proxy_unauthorized'
        | 'proxy_refused'
        | 'held_up'
      >;
    }
  /** Something may have reached Fuse, and no complete response head came back. */
  | {
      kind: 'not_answered';
      cause: Extract<Cause, 'answer_timeout' | 'connection_lost' | 'malformed_answer'>;
      sentAt: string | null;
    };

type Answered = Extract<Exchange, { kind: 'answered' }>;

/** The result of a question for one call; `call` is null if the answer describes none. */
export type CallExchange = Exclude<Exchange, Answered> | (Answered & { call: Call | null });

/** The upstream, be it the real Fuse or the sandbox. */
export interface Fuse {
  /** `host` or `host:port`, with the path before Fuse's own if there is one, as the journal shows it. */
  readonly host: string;
  /**
   * Sends exactly one `DELETE /api/apps/{applicationId}/{deploymentId}/cancel` on a fresh connection and
   * never rejects. The IDs must be checked digit strings. `mayStillSend` is called once the connection is open, right
   * before the request leaves, since connecting takes time.
   */
  cancelCalls(applicationId: string, deploymentId: string, mayStillSend?: () => boolean): Promise<Exchange>;
  /** Asks once for one call's status; it changes nothing. The ID must be checked by the contract. */
  getCallStatus(callId: string): Promise<CallExchange>;
}
