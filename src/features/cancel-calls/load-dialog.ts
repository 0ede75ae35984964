/** The dialog's code comes when it is likely to be needed soon. */
export const loadCancelDialog = () => import('./components/cancel-calls-dialog');
