import { inOrder } from '../search/sorting';
import { Filters } from '../search/filters';
import { markerOf } from '../search/highlight';
import { NothingFound } from '../search/nothing-found';

/** What nobody reaches for before the list is read: it comes with the first idle moment. */
export const listTools = { Filters, NothingFound, inOrder, markerOf };
export type ListTools = typeof listTools;
