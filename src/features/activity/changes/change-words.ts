import { paths, type Change } from '@/contract';
import { environmentName } from '@/common/environments';
import { isolated } from '@/lib/isolated';
import { counted } from '@/lib/grouped';
import { configurationLines } from './configuration-words';

type Members = NonNullable<Change['before']>;

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
const count = (members: Members | null, name: string): number => Number(members?.[name] ?? 0);

/** A change's own name of its deployment or application, with its IDs, or these alone. */
function nameOf({ before, after, applicationId, deploymentId }: Change): string {
  const name = after?.['name'] ?? before?.['name'];
  if (typeof name !== 'string')
    return deploymentId === null
      ? `application ${applicationId}`
      : `deployment ${deploymentId} of application ${applicationId}`;
  const ids =
    deploymentId === null ? `ID ${applicationId}` : `ID ${deploymentId}, application ${applicationId}`;
  return `“${isolated(name)}” (${ids})`;
}

const waysIn: Readonly<Record<string, string>> = {
  link: ' with a link',
  oidc: ' at the provider',
  proxy: ' through the sign-in in front',
  key: ' with a key',
  token: ' with a token',
};

/** Which session a person has ended; earlier releases did not put that on record. */
const sessionsEnded: Readonly<Record<string, string>> = {
  here: 'signed out of the session in use',
  another: 'signed out of another of their sessions',
  all: 'signed out of all of their sessions',
  replaced: 'signed in anew, which ended their session before',
};

/** On record once a minute and address only. */
const causes: Readonly<Record<string, string>> = {
  provider_away: ', because the provider was away; more may have followed within a minute',
  too_many: ', after too many within a minute; more may have followed',
};

/** What happened, as a sentence without its subject: “changed …”. */
export function changeSentence(change: Change): string {
  return `${change.detail?.['undo'] === true ? 'undid a change: ' : ''}${sentenceOf(change)}`;
}

function sentenceOf(change: Change): string {
  const { kind, before, after, detail } = change;
  const name = nameOf(change);
  const way = waysIn[text(detail?.['via'])] ?? '';
  switch (kind) {
    case 'application_saved':
      return `${before === null ? 'added' : 'renamed'} the application ${name}`;
    case 'application_removed':
      return `removed the application ${name} with ${counted(count(detail, 'deployments'), 'deployment')}`;
    case 'deployment_saved': {
      const isProtected = before === null && typeof after?.['protectedReason'] === 'string';
      return `${before === null ? 'added' : 'changed'} ${isProtected ? 'and protected ' : ''}${name}`;
    }
    case 'deployment_protected':
      return `${hasOtherFields(change) ? 'changed and ' : ''}protected ${name}`;
    case 'deployment_unprotected':
      return `${hasOtherFields(change) ? 'changed and ' : ''}took the protection off ${name}`;
    case 'deployment_removed':
      return `removed ${name}`;
    case 'list_imported':
      return `imported a file: ${count(detail, 'added')} added, ${count(detail, 'changed')} changed`;
    case 'list_edited':
      return `${detail?.['removed'] === true ? 'removed' : 'changed'} ${counted(count(detail, 'deployments'), 'deployment')}`;
    case 'list_restored':
      return `undid a change of ${counted(count(detail, 'deployments'), 'deployment')}`;
    case 'list_taken_over':
      return 'took over the saved list that belonged to no account';
    case 'signed_in':
      return `signed in${way}${detail?.['role'] === undefined ? '' : ` as ${text(detail['role'])}`}`;
    case 'signed_out':
      return sessionsEnded[text(detail?.['session'])] ?? 'signed out';
    case 'sign_in_refused': {
      const name = detail?.['name'] === undefined ? '' : ` as “${isolated(text(detail['name']))}”`;
      const why = causes[text(detail?.['failure'])] ?? '';
      return `refused a sign-in${way}${name}${why}`;
    }
    case 'action_refused':
      return `was refused${detail?.['path'] === paths.importApplications ? ' an import' : ''}${refusedFor(change)}${detail?.['moreMayHaveFollowed'] === true ? '; more may have followed within a minute' : ''}`;
    case 'expired_key_used':
      return 'used a key that has expired';
    case 'configuration_changed':
      return 'has a new configuration in force';
    case 'retention_applied':
      return 'deleted what is older than the configuration keeps';
  }
}

/** Whether a change of a deployment's protection changed more of it. */
const hasOtherFields = ({ before, after }: Change): boolean =>
  Object.keys(after ?? {}).some(
    (name) =>
      name !== 'protectedReason' &&
      JSON.stringify(before?.[name] ?? null) !== JSON.stringify(after?.[name] ?? null),
  );

function refusedFor(change: Change): string {
  const { deploymentId, detail } = change;
  if (deploymentId !== null) return `, for ${nameOf(change)}`;
  return detail?.['deployments'] === undefined
    ? ''
    : `, for ${counted(count(detail, 'deployments'), 'deployment')}`;
}

const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  environment: 'Environment',
  tags: 'Tags',
  note: 'Note',
  protectedReason: 'Protected',
};

function shown(name: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (name === 'environment') return isolated(environmentName(text(value)));
  if (Array.isArray(value)) return value.length === 0 ? 'none' : isolated(value.map(text).join(', '));
  return isolated(text(value));
}

/** The fields that differ, each as `Environment: Production → Staging`; for something new or removed its values. */
export function changedFields({ kind, person, before, after, detail }: Change): string[] {
  // On record as it was said to the person.
  if (kind === 'action_refused') {
    const who = isolated(person ?? 'The person');
    const words = text(detail?.['message'] ?? '').replace(/^You do not/, `${who} does not`);
    return [words.replace(/^You(?= cancelled)|\byou(?= looked)/, who)];
  }
  // Such as the name of a key that has been removed.
  if (kind === 'sign_in_refused')
    return detail?.['message'] === undefined ? [] : [isolated(text(detail['message']))];
  if (kind === 'configuration_changed') return configurationLines(before, after);
  if (kind === 'signed_in' && Array.isArray(detail?.['groups']))
    return [`Groups: ${shown('groups', detail['groups'])}`];
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.flatMap((name) => {
    const [was, is] = [before?.[name], after?.[name]];
    if (JSON.stringify(was ?? null) === JSON.stringify(is ?? null)) return [];
    const label = labels[name] ?? name;
    if (before !== null && after !== null) return [`${label}: ${shown(name, was)} → ${shown(name, is)}`];
    const value = shown(name, after === null ? was : is);
    return name === 'name' || value === 'none' ? [] : [`${label}: ${value}`];
  });
}
