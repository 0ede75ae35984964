/** Stands in for the package `regexparam` below wouter: `/batches/:id`, and `*` for every address. */
export function parse(route: string): { keys: string[]; pattern: RegExp } {
  const keys: string[] = [];
  const pattern = route.replace('*', '.*').replace(/:(\w+)/g, (_, key: string) => {
    keys.push(key);
    return '([^/]+)';
  });
  return { keys, pattern: new RegExp(`^${pattern}/?$`, 'i') };
}
