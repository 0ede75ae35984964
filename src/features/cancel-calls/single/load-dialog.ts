/** The dialogs' code comes when it is likely to be needed soon. */
export const loadCancelDialog = () => import('./cancel-calls-dialog');
export const loadBatchDialog = () => import('../batch/selected-batch-dialog');
