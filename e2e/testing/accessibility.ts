import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const wide = { width: 1440, height: 900 };
const narrow = { width: 360, height: 740 };

/** The WCAG 2.5.8 minimum, in CSS pixels. */
const minTargetPx = 24;

/** Text that fades in has less contrast than when it can be read. */
async function waitForAnimations(page: Page) {
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => animation.playState !== 'running'),
  );
}

async function expectNoViolations(page: Page, state: string, rules?: string[]) {
  await waitForAnimations(page);
  const builder = new AxeBuilder({ page });
  const { violations } = await (rules === undefined ? builder : builder.withRules(rules)).analyze();
  expect(violations.map(({ id, nodes }) => `${state}: ${id} ${nodes[0]?.html}`)).toEqual([]);
}

/** Buttons and links that are too small to be hit. Links within a sentence are as high as its line (WCAG 2.5.8). */
async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((min) => {
    const isInSentence = (link: Element) => {
      if (!link.matches('a') || getComputedStyle(link).display !== 'inline') return false;
      const line = link.closest('p, li, div');
      return [...(line?.childNodes ?? [])].some((node) => !node.contains(link) && node.textContent?.trim());
    };
    const targets = document.querySelectorAll('a[href], button, summary, [role^=menuitem], [role=option]');
    return [...targets].flatMap((target) => {
      const { width, height } = target.getBoundingClientRect();
      if (!target.checkVisibility() || target.closest('.sr-only') || (width >= min && height >= min))
        return [];
      if (isInSentence(target)) return [];
      const name = target.getAttribute('aria-label') ?? target.textContent;
      return [`${target.tagName} “${name}” ${Math.round(width)} × ${Math.round(height)}`];
    });
  }, minTargetPx);
}

/**
 * Expects that axe finds nothing in what the page shows now, in both themes and in a narrow window, and that every
 * control is large enough. The second theme differs in colours only.
 */
export async function expectAccessible(page: Page, state: string) {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNoViolations(page, `${state}, light`);
  const small = await smallTargets(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page, `${state}, dark`, ['color-contrast']);
  await page.setViewportSize(narrow);
  await expectNoViolations(page, `${state}, ${narrow.width} px`);
  small.push(...(await smallTargets(page)));
  await page.setViewportSize(wide);
  expect([...new Set(small)], `${state}: small targets`).toEqual([]);
}

/**
 * Records what live regions say from now on: the text of each `status` and `alert` whenever it changes, also of one
 * that appears with a text. What is hidden from assistive technology is left out.
 */
export async function recordAnnouncements(page: Page) {
  await page.addInitScript(() => {
    const spoken: string[] = [];
    Object.assign(window, { spoken });
    const last = new WeakMap<Element, string>();
    const textOf = (element: Element): string => {
      if (element.matches('[aria-hidden="true"]') || !element.checkVisibility()) return '';
      return [...element.childNodes]
        .map((node) => (node instanceof Element ? textOf(node) : (node.textContent ?? '')))
        .join(' ');
    };
    const listen = () => {
      for (const region of document.querySelectorAll('[role=status], [role=alert]')) {
        const text = textOf(region)
          .replaceAll(/[\s\u2066-\u2069]+/g, ' ')
          .trim();
        if (text !== '' && text !== last.get(region)) spoken.push(text);
        last.set(region, text);
      }
    };
    new MutationObserver(listen).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['aria-hidden', 'hidden'],
    });
  });
  return {
    /** What was said since the last call. */
    take: () => page.evaluate(() => (Reflect.get(window, 'spoken') as string[]).splice(0)),
  };
}

/** Where the keyboard is, for a message; null where the focus was lost to the page. */
export const focusedElement = (page: Page) =>
  page.evaluate(() => {
    const { activeElement, body } = document;
    return activeElement === null || activeElement === body
      ? null
      : activeElement.outerHTML.replace(/>[^]*/, '>');
  });

/** Expects that something on the page has the focus, also a moment later. */
export async function expectFocusKept(page: Page, after: string) {
  await expect.poll(() => focusedElement(page), `focus after ${after}`).not.toBeNull();
  await page.waitForTimeout(150);
  expect(await focusedElement(page), `focus after ${after}`).not.toBeNull();
}
