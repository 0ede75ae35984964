/** The dialogs' code comes when it is likely to be needed soon. */
export const loadCancelDialog = () => import('./components/cancel-calls-dialog');
export const loadBatchDialog = () => import('./components/selected-batch-dialog');
