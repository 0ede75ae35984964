import { http, HttpResponse } from 'msw';
import { paths, standingOf, type Grant, type Session } from '@/contract';
import { operator } from './factories';
import { server } from './handlers';

/** Somebody with these grants by a configuration file. */
function visitorWith(grants: Grant[], parts: Partial<Session> = {}): Session {
  return {
    ...operator,
    person: 'Lin',
    role: standingOf(grants),
    grants,
    rules: [],
    identity: 'identity-of-lin',
    ...parts,
  };
}

/** The page is somebody's with these grants. */
export function signInWith(grants: Grant[], parts?: Partial<Session>): void {
  server.use(http.get(paths.session, () => HttpResponse.json(visitorWith(grants, parts))));
}

/** May cancel in Staging, and nothing else. */
export const cancelsStaging: Grant[] = [{ may: ['cancel'], environments: ['staging'] }];
/** May change what belongs to application 102, and nothing else. */
export const savesSurveys: Grant[] = [{ may: ['save'], applications: ['102'] }];
