import { exactLine } from '../../contract/exact-line';
import { grantSetting, grantsSetting, placeNames, toGrants } from '../../contract/grant-settings';
import type { Grant } from '../../contract/grants';
import { personKey } from '../../contract/person-key';
import { ruleSetting } from '../../contract/rule-setting';
import type { Rule } from '../../contract/rules';
import { line } from '../../contract/text';
import { z } from '../../contract/zod';
import { isLoopback } from '../http/guard';

/** Adds the description that the JSON Schema and docs/configuration.md show. */
const described = <T extends z.ZodMiniType>(schema: T, description: string): T => {
  z.globalRegistry.add(schema, { description });
  return schema;
};

const notAnInstant = {
  error: 'must be a date such as 2027-06-30 or an instant such as 2027-06-30T12:00:00Z',
};

/** A date or an instant in UTC as the instant that `Date.prototype.toISOString` writes; a date becomes `timeOfDay`. */
const time = (timeOfDay: string) =>
  z.pipe(
    z.string().check(
      z.regex(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z)?$/, { ...notAnInstant, abort: true }),
      // V8 takes the 31st of a short month for the first day of the next one.
      z.refine(
        (text) =>
          !Number.isNaN(Date.parse(text)) &&
          new Date(text.slice(0, 10)).toISOString().startsWith(text.slice(0, 10)),
        notAnInstant,
      ),
    ),
    z.transform((text) => new Date(text.includes('T') ? text : `${text}T${timeOfDay}`).toISOString()),
  );

/** The grants of a group or key. */
const grants = described(
  z.pipe(grantsSetting, z.transform(toGrants)),
  '`operator`: cancel, save and confirm, everywhere. `support`: confirm, everywhere. Else one grant, or a list of grants that add up.',
);
described(
  grantSetting.shape.may,
  'cancel: cancel calls. save: change the saved list. confirm: confirm outcomes.',
);
described(grantSetting.shape.applications, 'Only in the applications with these IDs, each in quotes.');
described(
  placeNames.environments,
  'Only in these environments. `production` stands for every environment that counts as production.',
);
described(placeNames.tags, 'Only for deployments with at least one of these tags, in any letter case.');

const issuer = z.url({
  protocol: /^https?$/,
  error: 'must be an https address such as https://login.example.com',
});

const openIdConnect = z.strictObject({
  issuer: described(
    issuer.check(
      z.refine(
        (text) => {
          const { protocol, hostname } = new URL(text);
          return protocol === 'https:' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
        },
        { error: 'must be an https address; plain http only for a loopback address' },
      ),
    ),
    'The provider’s issuer, an https address below which `/.well-known/openid-configuration` describes it.',
  ),
  clientId: described(line(200), 'The ID under which the provider knows the console.'),
  clientSecret: described(
    line(1000),
    'The secret of that ID, such as `${OIDC_CLIENT_SECRET}` from the environment.',
  ),
  scopes: z._default(
    described(
      z
        .array(line(100))
        .check(z.refine((scopes) => scopes.includes('openid'), { error: 'must name openid' })),
      'What the console asks the provider for.',
    ),
    ['openid', 'profile', 'email', 'groups'],
  ),
  personClaim: z._default(
    described(line(100), 'The claim that names the person, as the journal does.'),
    'email',
  ),
  groupsClaim: z._default(described(line(100), 'The claim that lists the person’s groups.'), 'groups'),
});

const signIn = z.strictObject({
  links: z._default(described(z.boolean(), 'Whether the two sign-in links and their tokens work.'), true),
  sessionHours: z._default(
    described(
      z.int().check(z.minimum(1), z.maximum(168)),
      'Hours after which a session ends, also while its page is open.',
    ),
    12,
  ),
  openIdConnect: z.optional(described(openIdConnect, 'Sign-in through an OpenID Connect provider.')),
});

/** The name of a script, which has a key of its own. */
export const keyName = exactLine(60);

const key = z.strictObject({
  name: described(keyName, 'The script’s name: the journal says “name (key)”.'),
  sha256: described(
    z.string().check(
      z.regex(/^[0-9A-Fa-f]{64}$/, { error: 'must be the 64 hexadecimal digits that npm run key prints' }),
      z.overwrite((text) => text.toLowerCase()),
    ),
    'The SHA-256 of the key, as `npm run key` prints it.',
  ),
  expires: described(
    time('23:59:59.999Z'),
    'When the key stops working: an instant, or a date (UTC), at the end of that day.',
  ),
  grants,
});

described(ruleSetting.shape.reason, 'A cancellation needs a reason.');
described(
  ruleSetting.shape.readBack,
  'Whether the deployment ID must be typed, and sent as `confirmedDeploymentId`. Where no rule says so: in production only.',
);
described(
  ruleSetting.shape.review,
  'Every outcome must be confirmed, and is marked as overdue where it is not.',
);
const { within, by } = ruleSetting.shape.review.def.innerType.shape;
described(within, 'The time after which an outcome that nobody has confirmed is overdue, such as 30m or 2h.');
described(by, 'A person other than the one who cancelled.');
const checkedRule = ruleSetting.check(
  z.refine(
    ({ reason, readBack, review }) => reason !== undefined || readBack !== undefined || review !== undefined,
    { error: 'must say at least one of reason, readBack and review' },
  ),
);

const days = (meaning: string) =>
  z.optional(described(z.int().check(z.minimum(1), z.maximum(36_500)), meaning));

/** The index of the first name that an earlier entry has too, or -1. */
function findRepeated(names: readonly string[]): number {
  return names.findIndex((name, index) => names.indexOf(name) !== index);
}

/** The configuration file (`CONFIG_FILE`), as docs/configuration.md describes it. */
export const consoleFile = z
  .strictObject({
    signIn: z.prefault(described(signIn, 'How people come in.'), {}),
    revokeSessionsBefore: z.optional(
      described(
        time('00:00:00.000Z'),
        'Every session that was opened before this instant, which must not lie in the future, has ended. A date is its beginning (UTC) and ends no session that was opened on that day: to end everybody’s, give the instant, such as 2026-12-01T14:30Z.',
      ),
    ),
    groups: z.optional(
      described(
        z.record(exactLine(200), grants),
        'What the members of a group may do, by the name that the provider or the trusted proxy gives the group.',
      ),
    ),
    keys: z._default(
      described(
        z.array(key).check(
          z.superRefine((keys, context) => {
            for (const field of ['name', 'sha256'] as const) {
              const index = findRepeated(keys.map((one) => personKey(one[field])));
              if (index !== -1)
                context.addIssue({ code: 'custom', path: [index, field], message: 'is that of another key' });
            }
          }),
        ),
        'Keys for scripts, which send them as `Authorization: Bearer <key>`.',
      ),
      [],
    ),
    rules: z._default(
      described(
        z.array(checkedRule),
        'What a cancellation needs, by environment or tag; a rule without either counts everywhere.',
      ),
      [],
    ),
    retention: z.prefault(
      described(
        z.strictObject({
          records: days(
            'Days after which records of the journal leave; not before a review that a rule demands. A deployment without a record says that none is on record.',
          ),
          changes: days('Days after which changes on record leave.'),
        }),
        'How long the past is kept; without it, for ever. What is older leaves at a start and once an hour, each step a change on record.',
      ),
      {},
    ),
  })
  .check(
    z.superRefine(({ signIn, groups }, context) => {
      if (signIn.openIdConnect !== undefined && groups === undefined)
        context.addIssue({
          code: 'custom',
          path: ['signIn', 'openIdConnect'],
          message: 'needs "groups" in the same file, which say what its people may do',
        });
    }),
  );

/** What the configuration file says: instants as `toISOString` writes them, grants as lists. */
export interface ConsoleFile extends Omit<z.infer<typeof consoleFile>, 'groups' | 'rules'> {
  /** Without a file those of `OPERATOR_GROUPS` and `SUPPORT_GROUPS`. */
  groups: Readonly<Record<string, readonly Grant[]>>;
  /** Null where there is no file. */
  rules: readonly Rule[] | null;
}

/** What is in force without a file. */
export const noConsoleFile: ConsoleFile = {
  ...consoleFile.parse({}),
  groups: { operators: toGrants('operator'), support: toGrants('support') },
  rules: null,
};

/** The configuration in force. It changes while the console runs, so every reader asks at each request. */
export interface ConsoleFileHolder {
  current(): ConsoleFile;
}
