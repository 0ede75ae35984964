import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Tables } from '../schema';

/** Stands in a compiled query for a value that is told at each execution. */
class Slot {
  readonly name: PropertyKey;
  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * A query that is built and compiled once, for what stands in the way of every cancellation. `build` must give
 * each of its values to the database as it is. The answer is the first row.
 */
export function prepared<V extends { [K in keyof V]: string | number | null }, R>(
  db: Kysely<Tables>,
  build: (values: V) => Compilable<R>,
): (values: V) => Promise<R | undefined> {
  let compiled: CompiledQuery<R> | undefined;
  return async (values) => {
    compiled ??= build(new Proxy(values, { get: (_, name) => new Slot(name) })).compile();
    const parameters = compiled.parameters.map((value) =>
      value instanceof Slot ? Reflect.get(values, value.name) : value,
    );
    const { rows } = await db.executeQuery<R>({ ...compiled, parameters });
    return rows[0];
  };
}
