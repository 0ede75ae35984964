import { grantsSetting, toGrants } from '@/contract/grant-settings';
import { environmentName } from '@/common/environments';
import { grantsText } from '@/common/grant-words';
import { isolated } from '@/lib/isolated';

/** A part of the configuration file as it is on record, which an earlier or later release may have written. */
type Part = Readonly<Record<string, unknown>>;

const partOf = (value: unknown): Part => Object.fromEntries(Object.entries(Object(value)));
const entriesOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const text = (value: unknown): string =>
  isolated(typeof value === 'string' ? value : JSON.stringify(value ?? null));
const anyOf = new Intl.ListFormat('en-GB', { type: 'disjunction' });

function mayText(setting: unknown): string {
  const { success, data } = grantsSetting.safeParse(setting);
  if (!success) return 'may do something that this page does not know';
  const words = grantsText(toGrants(data));
  return words === 'read only' ? words : `may ${words}`;
}

/** The names that stand on either side, each with what it had and has; undefined where it is missing. */
function eachName(before: Part, after: Part): [name: string, was: unknown, is: unknown][] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
    isSame(before[name], after[name]) ? [] : [[name, before[name], after[name]]],
  );
}

function fromTo(label: string, was: unknown, is: unknown, words: (value: unknown) => string): string[] {
  return isSame(was, is) ? [] : [`${label}: ${words(was)} → ${words(is)}`];
}

function groupLines(before: Part, after: Part): string[] {
  return eachName(before, after).map(([name, was, is]) => {
    const group = `Group “${isolated(name)}”`;
    if (was === undefined) return `${group}, new: ${mayText(is)}`;
    return is === undefined
      ? `${group}, removed: ${mayText(was)} until then`
      : `${group}: ${mayText(was)} → ${mayText(is)}`;
  });
}

const byName = (keys: unknown): Part =>
  Object.fromEntries(entriesOf(keys).map((key) => [String(partOf(key)['name']), key]));

function keyLines(before: unknown, after: unknown): string[] {
  return eachName(byName(before), byName(after)).flatMap(([name, was, is]) => {
    const key = `Key “${isolated(name)}”`;
    const [old, fresh] = [partOf(was), partOf(is)];
    if (was === undefined)
      return `${key}, new: ${mayText(fresh['grants'])}, expires ${text(fresh['expires'])}`;
    if (is === undefined) return `${key}, removed: ${mayText(old['grants'])} until then`;
    return [
      ...fromTo(key, old['grants'], fresh['grants'], mayText),
      ...fromTo(`${key} expires`, old['expires'], fresh['expires'], text),
      ...(isSame(old['sha256'], fresh['sha256']) ? [] : [`${key} is another one under this name`]),
    ];
  });
}

function ruleText(rule: unknown): string {
  const { environments, tags, reason, readBack, review } = partOf(rule);
  const { within, by } = partOf(review);
  const place = [
    ...(environments === undefined
      ? []
      : [`in ${anyOf.format(entriesOf(environments).map((one) => isolated(environmentName(String(one)))))}`]),
    ...(tags === undefined ? [] : [`with the tag ${anyOf.format(entriesOf(tags).map(text))}`]),
  ];
  const demands = [
    ...(reason === undefined ? [] : ['a reason is required']),
    ...(readBack === undefined ? [] : [readBack === true ? 'the ID must be typed' : 'no ID must be typed']),
    ...(review === undefined
      ? []
      : [`confirmed within ${text(within)}${by === undefined ? '' : ' by another person'}`]),
  ];
  return `${place.length === 0 ? 'everywhere' : place.join(' ')}: ${demands.join(', ')}`;
}

function ruleLines(before: unknown, after: unknown): string[] {
  const [old, fresh] = [entriesOf(before), entriesOf(after)];
  const missingIn = (rules: unknown[]) => (rule: unknown) => !rules.some((one) => isSame(one, rule));
  return [
    ...old.filter(missingIn(fresh)).map((rule) => `Rule removed, ${ruleText(rule)}`),
    ...fresh.filter(missingIn(old)).map((rule) => `New rule, ${ruleText(rule)}`),
  ];
}

const providerLabels: Readonly<Record<string, string>> = {
  issuer: 'Provider',
  clientId: 'Client ID at the provider',
  scopes: 'Scopes',
  personClaim: 'Claim that names the person',
  groupsClaim: 'Claim that lists the groups',
};

function signInLines(before: Part, after: Part): string[] {
  const lines = [
    ...fromTo('Sign-in links', before['links'] ?? true, after['links'] ?? true, (on) =>
      on === true ? 'on' : 'off',
    ),
    ...fromTo(
      'Sessions end after',
      before['sessionHours'] ?? 12,
      after['sessionHours'] ?? 12,
      (hours) => `${text(hours)} h`,
    ),
  ];
  const [was, is] = [before['openIdConnect'], after['openIdConnect']];
  if (was === undefined && is === undefined) return lines;
  if (is === undefined) return [...lines, `Sign-in at ${text(partOf(was)['issuer'])}: removed`];
  if (was === undefined) return [...lines, `Sign-in at ${text(partOf(is)['issuer'])}: new`];
  const words = (value: unknown) =>
    value === undefined ? 'as if not named' : Array.isArray(value) ? value.map(text).join(', ') : text(value);
  return [
    ...lines,
    ...eachName(partOf(was), partOf(is)).flatMap(([name, old, fresh]) =>
      fromTo(providerLabels[name] ?? isolated(name), old, fresh, words),
    ),
  ];
}

const keptFor = (days: unknown) => (days === undefined ? 'for ever' : `${text(days)} days`);

/** Of a secret only a mark is on record, by which a change can be told. */
function secretLines(before: Part, after: Part): string[] {
  return eachName(before, after).map(
    ([name, was, is]) =>
      `Secret ${name}: ${was === undefined ? 'new' : is === undefined ? 'removed' : 'changed'}`,
  );
}

/** What is different in the configuration file, a line for each: who may now do what, rules, sign-in and the rest. */
export function configurationLines(before: unknown, after: unknown): string[] {
  const [old, fresh] = [partOf(before), partOf(after)];
  const [oldRetention, newRetention] = [partOf(old['retention']), partOf(fresh['retention'])];
  const known = ['groups', 'keys', 'rules', 'signIn', 'retention', 'revokeSessionsBefore', 'secrets'];
  return [
    ...(before === null ? ['The configuration file is new.'] : []),
    ...(after === null ? ['The configuration file was taken away: what holds without one is in force.'] : []),
    ...groupLines(partOf(old['groups']), partOf(fresh['groups'])),
    ...keyLines(old['keys'], fresh['keys']),
    ...ruleLines(old['rules'], fresh['rules']),
    ...signInLines(partOf(old['signIn']), partOf(fresh['signIn'])),
    ...(fresh['revokeSessionsBefore'] === undefined ||
    isSame(old['revokeSessionsBefore'], fresh['revokeSessionsBefore'])
      ? []
      : [`Sessions opened before ${text(fresh['revokeSessionsBefore'])} have ended`]),
    ...fromTo('Records are kept', oldRetention['records'], newRetention['records'], keptFor),
    ...fromTo('Changes are kept', oldRetention['changes'], newRetention['changes'], keptFor),
    ...secretLines(partOf(old['secrets']), partOf(fresh['secrets'])),
    ...eachName(old, fresh).flatMap(([name]) => (known.includes(name) ? [] : [`${isolated(name)}: changed`])),
  ];
}
