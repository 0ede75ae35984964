import { lazyPalette } from '@/components/ui/lazy-palette';
import { lazyOnIdle, lazyPart } from '@/components/ui/lazy-part';

// What the first idle moment brings into the first view.
export const HeaderControls = lazyOnIdle('theme and account', () => import('./shell/header-controls'));
export const RoleSwitch = lazyOnIdle('the choice of a role', () => import('./shell/role-switch'));
export const ToConfirmCount = lazyOnIdle('the count of what is to confirm', async () => {
  const { ToConfirmCount } = await import('./shell/header-controls');
  return { default: ToConfirmCount };
});
export const IdentityNotice = lazyOnIdle(
  'the notice of what has changed',
  () => import('./session/identity-notice'),
);
export const PageGuards = lazyOnIdle('focus and session guards', () => import('./shell/page-guards'));
export const Live = lazyOnIdle('live updates', () => import('./live/live'));
export const Toaster = lazyOnIdle('messages', () => import('@/components/ui/toaster'));

export const CancelCallsDialog = lazyPart(() => import('@/features/cancel-calls/single/cancel-calls-dialog'));
export const BatchDialog = lazyPart(() => import('@/features/cancel-calls/batch/selected-batch-dialog'));
export const Palette = lazyPalette(() => import('./palette/palette'));
export const KeysDialog = lazyPart(() => import('./session/keys-dialog'));
export const SessionsDialog = lazyPart(() => import('./session/sessions-dialog'));
export const ShortcutSheet = lazyPart(() => import('./shell/shortcut-sheet'));

/**
 * Fetches what an operator in a hurry opens, after what the first idle moment brings: it is there at once, also when
 * the console does not answer by then.
 */
export async function prefetchParts(): Promise<void> {
  for (const part of [Toaster, CancelCallsDialog, Palette])
    // What could not be fetched now is fetched when it is opened.
    await part.prefetch().catch(() => undefined);
}
