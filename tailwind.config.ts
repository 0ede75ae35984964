import type { Config } from 'tailwindcss';

/** One value a theme: the switch only sets `color-scheme`, and the browser picks. */
const pair = (light: string, dark: string) => `light-dark(${light}, ${dark})`;

// Text on its own ground keeps 4.5:1 or more in both themes.
const tone = (text: [string, string], soft: [string, string], line: [string, string]) => ({
  DEFAULT: pair(...text),
  soft: pair(...soft),
  line: pair(...line),
});

export default {
  theme: {
    fontFamily: {
      // Each name that a machine does not have is looked up anew for each size and weight.
      sans: '-apple-system, "Segoe UI", Roboto, Arial, sans-serif',
      mono: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
    },
    fontSize: {
      xs: ['0.75rem', '1rem'],
      sm: ['0.8125rem', '1.25rem'],
      base: ['0.875rem', '1.25rem'],
      lg: ['1rem', '1.5rem'],
      xl: ['1.25rem', '1.75rem'],
      /**
       * For a shared screen: grows with it, from a laptop to 4K. At 1080p `wall-md` is 65 px, whose capitals are 47 px
       * high: 20 arc minutes at 5 m on a 55-inch screen.
       */
      'wall-sm': ['clamp(1rem, min(1.45vw, 2.6vh), 4rem)', '1.3'],
      'wall-row': ['clamp(1rem, min(1.6vw, 2.87vh), 4.4rem)', '1.2'],
      'wall-md': ['clamp(1.25rem, min(3.4vw, 6.05vh), 9rem)', '1.2'],
      'wall-xl': ['clamp(2.75rem, min(6.6vw, 11.8vh), 18rem)', '1.1'],
    },
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      canvas: pair('#fafafa', '#0c0d0f'),
      surface: pair('#ffffff', '#141518'),
      raised: pair('#ffffff', '#1a1c20'),
      hover: pair('#f4f4f5', '#1f2126'),
      line: { DEFAULT: pair('#e4e4e7', '#26282e'), strong: pair('#d4d4d8', '#3b3e46') },
      /** Borders of controls: 3:1 on every ground. */
      control: pair('#8d8d97', '#6c6f7a'),
      ink: {
        DEFAULT: pair('#18181b', '#ededf0'),
        soft: pair('#52525b', '#a9abb5'),
        faint: pair('#67676f', '#9194a0'),
      },
      accent: {
        ...tone(['#4338ca', '#a5a8ff'], ['#eef2ff', '#1b1d3a'], ['#c7d2fe', '#383b75']),
        solid: pair('#4f46e5', '#5b5bd6'),
        strong: pair('#4338ca', '#6060d6'),
      },
      negative: {
        ...tone(['#b91c1c', '#ff9a9a'], ['#fef2f2', '#2d1618'], ['#fecaca', '#642a2e']),
        solid: pair('#dc2626', '#cf2f34'),
        strong: pair('#b91c1c', '#d63439'),
      },
      warning: tone(['#92400e', '#f4c95d'], ['#fffbeb', '#2a210d'], ['#fcd34d', '#5f4a14']),
      positive: tone(['#166534', '#79e0a3'], ['#f0fdf4', '#10261a'], ['#bbf7d0', '#23523a']),
      mark: pair('#fde68a', '#5c4708'),
      white: '#ffffff',
      overlay: pair('rgb(9 9 11 / 0.45)', 'rgb(0 0 0 / 0.65)'),
    },
    extend: {
      boxShadow: {
        raised: '0 1px 2px rgb(0 0 0 / 0.05)',
        floating: '0 12px 32px -8px rgb(0 0 0 / 0.28), 0 2px 6px rgb(0 0 0 / 0.1)',
      },
      screens: { sm: '40rem', md: '48rem', lg: '64rem' },
    },
  },
} satisfies Config;
