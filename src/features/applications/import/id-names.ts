import { withoutTextSign } from '@/lib/read-tables';

/** How many columns or keys of these names there may be: none, one, or several of which it is open which is meant. */
type Place = number | undefined;

const exactNames = {
  application: { withId: /^(?:app|application)(?:id|identifier)$/, bare: /^(?:app|application)$/ },
  deployment: { withId: /^deployment(?:id|identifier)$/, bare: /^deployment$/ },
};
export type IdKind = keyof typeof exactNames;

const plainName = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '');

/** Whether a column or key of this name could be one of the two IDs. */
export const isIdName = (name: string): boolean =>
  Object.values(exactNames).some(
    ({ withId, bare }) => withId.test(plainName(name)) || bare.test(plainName(name)),
  );

/** Where the two IDs stand among columns or keys. */
export interface IdPlaces extends Record<IdKind, number> {
  /** Where "Application" or "Deployment" stand beside them. It is a name, or else it is open which number is the ID. */
  rivals: number[];
}

/**
 * Where the application's and the deployment's ID stand among columns or keys, or undefined unless each has exactly
 * one place. A name with another word in it is another column.
 */
export function findIdColumns(names: readonly string[]): IdPlaces | undefined {
  const plain = names.map(plainName);
  const rivals: number[] = [];
  const place = (kind: IdKind): Place => {
    const { withId, bare } = exactNames[kind];
    const indexes = (pattern: RegExp) => plain.flatMap((name, index) => (pattern.test(name) ? [index] : []));
    const [named, others] = [indexes(withId), indexes(bare)];
    if (named.length > 0) rivals.push(...others);
    const wanted = named.length > 0 ? named : others;
    return wanted.length === 1 ? wanted[0] : undefined;
  };
  const [application, deployment] = [place('application'), place('deployment')];
  return application === undefined || deployment === undefined
    ? undefined
    : { application, deployment, rivals };
}

/** The ID that a cell or a value is, as a whole. */
export function parseId(text: string): string | undefined {
  const bare = withoutTextSign(text);
  return /^\d{1,20}$/.test(bare) ? bare : undefined;
}
