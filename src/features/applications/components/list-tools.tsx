import { inOrder } from '../sorting';
import { Filters } from './filters';
import { markerOf } from './marker';
import { NothingFound } from './nothing-found';
import { StaleNotice } from './stale-notice';

/** What nobody reaches for before the list is read: it comes with the first idle moment. */
export const listTools = { Filters, NothingFound, StaleNotice, inOrder, markerOf };
export type ListTools = typeof listTools;
