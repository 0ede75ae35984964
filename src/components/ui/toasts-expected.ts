import { sharedState } from '@/lib/shared-state';

/** Whether toasts may come from now on: the region for them is there before the first, as assistive technology wants it. */
export const [expectToasts, useToastsExpected] = sharedState(false);
