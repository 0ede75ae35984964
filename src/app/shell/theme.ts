import { sharedState } from '@/lib/shared-state';

const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** `index.html` has applied the stored choice before the first paint. */
const [setTheme, useCurrent] = sharedState<Theme>(
  themes.find((theme) => theme === document.documentElement.dataset['theme']) ?? 'system',
);

function change(theme: Theme) {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  try {
    if (theme === 'system') localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  setTheme(theme);
}

/** The theme, the one that comes after it, and the way there. */
export function useTheme(): { theme: Theme; next: Theme; change: () => void } {
  const theme = useCurrent();
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return { theme, next, change: () => change(next) };
}
