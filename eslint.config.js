import astro from 'eslint-plugin-astro';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** The rules that catch mistakes; how code looks is Prettier's business, what it means is TypeScript's. */
const mistakes = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-cond-assign': 'error',
  'no-console': 'error',
  'no-constant-condition': 'error',
  'no-debugger': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-fallthrough': 'error',
  'no-irregular-whitespace': [
    'error',
    { skipStrings: true, skipTemplates: true, skipRegExps: true, skipJSXText: true },
  ],
  'no-loss-of-precision': 'error',
  'no-sparse-arrays': 'error',
  'no-template-curly-in-string': 'error',
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-unused-labels': 'error',
  'no-useless-escape': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'require-yield': 'error',
  'use-isnan': 'error',
  'valid-typeof': 'error',
};

export default defineConfig(
  // assembly/ is AssemblyScript: its compiler is its linter.
  globalIgnores([
    'dist/',
    'test-results/',
    'playwright-report/',
    '.astro/',
    '.cache/',
    'assembly/',
    'src/content/docs',
    'src/wasm/kernel.*',
  ]),
  ts.configs.recommended,
  svelte.configs.recommended,
  astro.configs.recommended,
  {
    rules: {
      ...mistakes,
      '@typescript-eslint/consistent-type-imports': 'error',
      // A list of demos holds models of any params; `any` by accident is what the compiler forbids.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    // $props() are declared with `let` when one of them is bindable.
    rules: { 'prefer-const': ['error', { destructuring: 'all' }] },
  },
  {
    // A promise that nobody waits for hides its error.
    files: ['{src,tests}/**/*.ts'],
    ignores: ['**/*.svelte.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      // Event handlers may be async: what they throw reaches the window's error event.
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { variables: false, properties: false } },
      ],
    },
  },
  {
    // What runs in Node and is seen by no type checker.
    files: ['scripts/**/*.mjs', 'tests/**/*.mjs', 'src/**/*.mjs', '*.{js,mjs}'],
    languageOptions: { globals: globals.node },
    rules: { 'no-undef': 'error', 'no-console': 'off' },
  },
  { files: ['tests/**'], rules: { 'no-console': 'off' } },
  {
    // Tests that drive a page hold functions that run in it.
    files: ['tests/e2e/**/*.mjs'],
    languageOptions: { globals: globals.browser },
  },
);
