// What a search, a filter or a sorting needs, in a script of its own: the list is shown before any of them is wanted.
export { createHighlight } from './create-highlight';
export { NothingFound } from './nothing-found';
export { createFinder, find, prepareSearch, wordsOf } from './search';
export { sortApplications } from './sorting';
