import { defineConfig } from 'eslint/config';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';
import grafanaScaffold from './.config/eslint.config.mjs';

const sizeLimits = {
  complexity: ['error', 11],
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-depth': ['error', 4],
  'max-params': ['error', 6],
};

const engineCode = ['pkg/**/*.ts', 'scripts/**/*.ts', 'tests/**/*.{ts,tsx}', '*.config.ts'];

export default defineConfig([
  { ignores: ['**/node_modules/', '**/dist/', '**/build/', '**/gen/', '.config/**', 'test-results/', 'playwright/'] },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [grafanaScaffold],
    languageOptions: { parserOptions: { project: './tsconfig.src.json' } },
    rules: {
      ...sizeLimits,
      'max-lines-per-function': ['error', { max: 120, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      // The sources are written for the automatic JSX runtime.
      'react/react-in-jsx-scope': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-deprecated': 'error',
    },
  },
  {
    files: ['src/**/*.test.{ts,tsx}'],
    languageOptions: { parserOptions: { project: './tests/tsconfig.json' } },
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: engineCode,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...sizeLimits,
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['pkg/**/*.ts'],
    ignores: ['**/*.test.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        { publicOnly: true, require: { ClassDeclaration: true, FunctionDeclaration: true } },
      ],
    },
  },
  {
    // The model gives the same answer for the same input: no clock, no unseeded chance, no I/O.
    files: ['pkg/model/**/*.ts', 'pkg/sample/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pass a seeded generator.' },
        { object: 'Date', property: 'now', message: 'Pass the time in.' },
        { object: 'performance', property: 'now', message: 'Pass the time in.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pass the time in.' },
      ],
      'no-restricted-globals': ['error', 'fetch', 'setTimeout', 'setInterval', 'crypto', 'process'],
    },
  },
  {
    // Browsers and Node differ in the last bit of these functions, which may decide between two models.
    files: ['pkg/model/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pass the time in.' },
        {
          selector:
            "MemberExpression[object.name='Math'][property.name=/^(exp|expm1|log|log1p|log2|log10|a?sinh?|a?cosh?|a?tanh?|atan2|hypot|cbrt)$/]",
          message: 'Take it from stats/portable.ts.',
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts', '**/*.contract.ts', 'tests/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/require-await': 'off' },
  },
  {
    files: ['scripts/**/*.ts', 'pkg/backend/cli/**/*.ts', 'tests/bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
]);
