import type { CDPSession, Locator, Page } from '@playwright/test';
import axe from 'axe-core';
import { expect, test } from './fixtures';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** The themes, sizes and pointers in which each state of the page is measured. */
const views = [
  { name: 'light', colorScheme: 'light', size: { width: 1440, height: 900 }, minTargetPx: 24 },
  // The second theme differs in nothing but colours.
  { name: 'dark', colorScheme: 'dark', size: { width: 1440, height: 900 }, rules: ['color-contrast'] },
  { name: '360 px, by finger', colorScheme: 'dark', size: { width: 360, height: 740 }, minTargetPx: 44 },
  // A window of 1280 × 1024 px at 400 % (WCAG 1.4.10).
  { name: '320 px', colorScheme: 'light', size: { width: 320, height: 256 }, rules: [] },
] as const;

const layers = '[role="dialog"], [role="alertdialog"], [role="menu"]';

export interface State {
  name: string;
  /** Brings the page into this state from the one before. */
  open: () => Promise<unknown>;
  /** What has the focus then; where it is left out, anything but the page itself. */
  focus?: () => Locator;
  /** After a page load nothing has the focus yet. */
  isLoaded?: boolean;
  /** Leaves the state; the focus must not be lost by that either. */
  close?: () => Promise<unknown>;
  /** What has the focus after that. */
  focusAfter?: () => Locator;
}

/**
 * Goes through states of the page one after the other. In each of them, in all `views`: axe finds nothing, every control
 * can be hit, nothing is wider than the window or cut off, nothing moves, and the focus is not lost.
 */
export async function walk(page: Page, states: readonly State[]): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const devtools = await page.context().newCDPSession(page);
  for (const { name, open, focus, isLoaded = false, close, focusAfter } of states)
    await test.step(name, async () => {
      await open();
      if (!isLoaded) await expectFocusKept(page, `after opening ${name}`, focus?.());
      await measure(page, devtools, name);
      if (close === undefined) return;
      await close();
      await expectFocusKept(page, `after closing ${name}`, focusAfter?.());
    });
  await page.emulateMedia({ reducedMotion: null, colorScheme: null });
}

async function expectFocusKept(page: Page, when: string, expected?: Locator): Promise<void> {
  if (expected !== undefined) return expect.soft(expected, `focus ${when}`).toBeFocused({ timeout: 3000 });
  const isLost = () => page.evaluate(() => document.activeElement === document.body);
  await expect
    .soft(async () => expect(await isLost(), `focus lost ${when}`).toBe(false))
    .toPass({ timeout: 3000 });
}

async function measure(page: Page, devtools: CDPSession, state: string): Promise<void> {
  const focused = await page.evaluateHandle(() => document.activeElement);
  const faults: string[] = [];
  for (const view of views) {
    const isTouch = view.name.endsWith('finger');
    await page.emulateMedia({ colorScheme: view.colorScheme });
    if (isTouch) await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    await page.setViewportSize(view.size);
    const note = (found: string[]) => faults.push(...found.map((fault) => `${view.name}: ${fault}`));
    // Reduced motion leaves nothing that takes longer than this.
    await page.waitForFunction(() => document.getAnimations().length === 0, null, { timeout: 2000 });
    if (!('rules' in view) || view.rules.length > 0)
      note(await violations(page, 'rules' in view ? view.rules : null));
    if ('minTargetPx' in view) note(await page.evaluate(smallTargets, view.minTargetPx));
    if (view.name !== 'dark') note(await page.evaluate(overflow));
    if (isTouch) {
      await page.evaluate(spaceText);
      note((await page.evaluate(overflow)).map((fault) => `with text spacing ${fault}`));
      await page.evaluate(() => (document.adoptedStyleSheets = []));
      await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: false });
    }
  }
  await page.setViewportSize(views[0].size);
  // A narrow window may hide what has the focus.
  await focused.evaluate(
    (element) => element instanceof HTMLElement && element.focus({ preventScroll: true }),
  );
  // One run tells the faults of all states.
  expect.soft(faults, state).toEqual([]);
}

/** What axe finds by all of its rules, or by some of them. */
async function violations(page: Page, rules: readonly string[] | null): Promise<string[]> {
  // Once for each page load: its half a megabyte takes as long to read as a small analysis.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(
    async ([layers, rules]) => {
      // What lies behind an open dialog or menu was measured before.
      const context = document.querySelector(layers) === null ? document : { include: [[layers]] };
      // The details of what passes would take longer than the analysis.
      const found = await window.axe.run(context, {
        resultTypes: ['violations'],
        ...(rules !== null && { runOnly: [...rules] }),
      });
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id} ${html.slice(0, 200)}`),
      );
    },
    [layers, rules] as const,
  );
}

/** Controls that can be reached now and are too small to be hit (WCAG 2.5.8 and 2.5.5). Runs in the page. */
function smallTargets(minPx: number): string[] {
  const controls = 'a[href], button, summary, select, textarea, input, [role^="menuitem"], [role="option"]';
  const top = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"]')].at(-1) ?? document.body;
  /** Within a sentence a link is as high as its line. */
  function isInSentence(control: Element): boolean {
    if (getComputedStyle(control).display !== 'inline') return false;
    const around = control.closest('p, li, dd, td');
    return [...(around?.childNodes ?? [])].some(
      (node) => !node.contains(control) && node.textContent?.trim(),
    );
  }
  /** The room of a pseudo-element that widens the target. */
  function widened(control: Element): DOMRect[] {
    const after = getComputedStyle(control, '::after');
    const isThere = after.content !== 'none' && after.display !== 'none' && after.position === 'absolute';
    if (!isThere || !(control instanceof HTMLElement)) return [];
    const around = getComputedStyle(control).position === 'static' ? control.offsetParent : control;
    if (around === null) return [];
    const box = around.getBoundingClientRect();
    const [top, right, bottom, left] = [after.top, after.right, after.bottom, after.left].map(parseFloat);
    if (top === undefined || right === undefined || bottom === undefined || left === undefined) return [];
    return [new DOMRect(box.x + left, box.y + top, box.width - left - right, box.height - top - bottom)];
  }
  function sizesOf(control: Element): DOMRect[] {
    const labels = control instanceof HTMLInputElement ? [...(control.labels ?? [])] : [];
    return [...[control, ...labels].map((box) => box.getBoundingClientRect()), ...widened(control)];
  }
  return [...top.querySelectorAll(controls)].flatMap((control) => {
    const isHidden = !control.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (isHidden || control.closest('.sr-only, [inert], [aria-hidden="true"]') || isInSentence(control))
      return [];
    const sizes = sizesOf(control);
    const [width, height] = [
      Math.max(...sizes.map((size) => size.width)),
      Math.max(...sizes.map((size) => size.height)),
    ];
    // Half a pixel is lost where a border is drawn on a screen's pixels.
    if (Math.min(width, height) >= minPx - 0.5) return [];
    const name = control.getAttribute('aria-label') ?? control.textContent.trim().slice(0, 60);
    return [`a target of ${Math.round(width)} × ${Math.round(height)} px: ${control.tagName} “${name}”`];
  });
}

/** What is wider than the window, or cut off by the box around it. Runs in the page. */
function overflow(): string[] {
  const wide = document.documentElement.scrollWidth - innerWidth;
  const found = wide > 0 ? [`the page is ${wide} px wider than the window`] : [];
  const isCutOnPurpose = ({ textOverflow, webkitLineClamp }: CSSStyleDeclaration) =>
    textOverflow === 'ellipsis' || webkitLineClamp !== 'none';
  const top = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"]')].at(-1) ?? document.body;
  for (const element of top.querySelectorAll('*')) {
    const text = [...element.childNodes].filter((node) => node instanceof Text && node.data.trim() !== '');
    if (text.length === 0 || !element.checkVisibility() || element.closest('.sr-only, select, svg')) continue;
    const range = document.createRange();
    range.selectNodeContents(element);
    const { left, right, bottom } = range.getBoundingClientRect();
    for (let box: Element | null = element; box !== null && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      // A row shows the number of a code and leaves its words to the title.
      const isToldByTitle = box.getAttribute('title') === element.textContent;
      if (isCutOnPurpose(style) || isToldByTitle || style.overflowX === 'auto' || style.overflowY === 'auto')
        break;
      const isButton = box.matches('button, a');
      if (style.overflowX === 'visible' && !isButton) continue;
      const edge = box.getBoundingClientRect();
      if (edge.width <= 1) break;
      if (right > edge.right + 1 || left < edge.left - 1 || bottom > edge.bottom + 1) {
        found.push(`cut off: ${element.textContent.slice(0, 60)}`);
        break;
      }
    }
  }
  return found;
}

/** Spaces text as a reader's own style may (WCAG 1.4.12). Runs in the page. */
function spaceText(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }
  `);
  document.adoptedStyleSheets = [sheet];
}
