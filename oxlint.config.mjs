import { readdirSync } from 'node:fs';
import { defineConfig } from 'oxlint';

const features = readdirSync(new URL('src/features', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/**
 * One layer: what its files may not import, and why. Patterns meet both `@/…` and relative paths.
 * @param {string[]} files
 * @param {string[][]} forbidden
 * @returns {import('oxlint').OxlintOverride}
 */
function border(files, forbidden) {
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: forbidden.map(([folder = '', message = '']) => ({
            regex: `(^@|\\.\\.)/${folder}(/|$)`,
            message,
          })),
        },
      ],
    },
  };
}

const noServer = [
  ['proxy', 'Browser code never imports the proxy: it holds the credentials.'],
  ['sandbox', 'Browser code never imports the sandbox.'],
];
// `../app` inside the proxy is its own app.ts; the browser's is a folder.
const noBrowser = ['app/[^/]+', 'features', 'components', 'common', 'lib', 'testing'].map((folder) => [
  folder,
  'Server code never imports browser code.',
]);

/** The rooms of each feature: a room imports from those after it only. @type {Record<string, string[]>} */
const rooms = {
  applications: ['list', 'selection', 'import', 'editing', 'search', 'api'],
  'cancel-calls': ['single', 'batch', 'shared', 'api'],
  activity: ['journal', 'record', 'verify', 'wall', 'api'],
};

export default defineConfig({
  plugins: ['typescript', 'react', 'jsx-a11y', 'import', 'promise', 'vitest', 'unicorn', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true },
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: false }],
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'react/rules-of-hooks': 'error',
    'react/react-in-jsx-scope': 'off',
    // The compiler checks it (noImplicitReturns), and knows when a switch is exhaustive.
    'typescript/consistent-return': 'off',
    // <output> belongs to a form and is inline: role="status" is what a notice or a skeleton means.
    'jsx-a11y/prefer-tag-over-role': 'off',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-unassigned-import': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/consistent-function-scoping': 'off',
    // Takes a BroadcastChannel, which has one origin only, for a window.
    'unicorn/require-post-message-target-origin': 'off',
    'vitest/valid-title': 'off',
    'no-console': 'error',
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    eqeqeq: 'error',
  },
  overrides: [
    border(
      ['src/contract/**'],
      ['app', 'features', 'components', 'common', 'lib', 'testing', 'proxy', 'sandbox'].map((folder) => [
        folder,
        'The contract imports zod and itself only.',
      ]),
    ),
    border(
      ['src/proxy/**'],
      [...noBrowser, ['sandbox', 'Only the composition in proxy/run/start.ts starts it.']],
    ),
    border(['src/proxy/run/start.ts'], noBrowser),
    // Tests may use the sandbox and the misbehaving upstream of src/testing.
    border(
      ['src/proxy/**/*.test.ts', 'src/proxy/testing/**'],
      noBrowser.filter(([folder]) => folder !== 'testing'),
    ),
    border(
      ['src/sandbox/**'],
      [
        ...noBrowser,
        ['proxy', 'The sandbox stands for Fuse: it knows nothing of the console.'],
        ['contract', 'The sandbox speaks Fuse’s wire format, not the console’s.'],
      ],
    ),
    border(
      ['src/common/**'],
      ['app', 'features', 'proxy', 'sandbox'].map((folder) => [
        folder,
        'What features share rests on the contract, lib and components only.',
      ]),
    ),
    border(
      ['src/lib/**', 'src/components/**'],
      [
        ...noServer,
        ['common', 'lib and components know no domain words.'],
        ['app', 'lib and components know no views.'],
        ['features', 'lib and components know no domain words.'],
      ],
    ),
    border(['src/app/**', 'src/main.tsx'], noServer),
    ...features.flatMap((feature) => {
      const outside = [
        ...noServer,
        ['app', 'Features are put together in app/routes.'],
        ...features
          .filter((other) => other !== feature)
          .flatMap((other) => [
            [`features/${other}`, 'Features meet in app/routes only.'],
            [other, 'Features meet in app/routes only.'],
          ]),
      ];
      return [
        border([`src/features/${feature}/**`], outside),
        ...(rooms[feature] ?? []).map((room, index, all) =>
          border(
            [`src/features/${feature}/${room}/**`],
            [
              ...outside,
              ...all
                .slice(0, index)
                .map((above) => [above, `${room}/ stands below ${above}/: a room imports downwards only.`]),
            ],
          ),
        ),
        // A test may use what any room of its feature exports.
        border([`src/features/${feature}/**/*.test.ts`, `src/features/${feature}/**/*.test.tsx`], outside),
      ];
    }),
    {
      files: ['**/*.test.ts', '**/*.test.tsx', 'src/testing/**', 'e2e/**', 'scripts/**'],
      rules: { 'typescript/no-non-null-assertion': 'off', 'no-console': 'off' },
    },
  ],
});
