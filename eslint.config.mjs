import nxPlugin from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

import { libraryImports, tagConstraints } from './tools/boundaries/table.mjs';
import { botarmyPlugin } from './tools/eslint/plugin.mjs';

const specs = ['**/*.spec.ts', '**/*.fixture.ts', '**/test/**/*.ts'];
const programs = ['libs/**/*.ts', 'services/**/*.ts', 'deploy/standalone/**/*.ts'];

const boundaries = (options) => [
  'error',
  {
    allow: [],
    enforceBuildableLibDependency: false,
    banTransitiveDependencies: false,
    allowCircularSelfDependency: false,
    // A library's specs use `testing`, which stands on that library: the only circle between projects.
    ignoredCircularDependencies: libraryImports.testing.map((name) => ['@botarmy/testing', `@botarmy/${name}`]),
    depConstraints: tagConstraints(options),
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/generated/',
      '**/coverage/',
      '.nx/',
      '.botarmy/',
      'frontend/.angular/',
      'frontend/public/',
      'frontend/test-results/',
      'helm/*/templates/',
      'docs/reference/',
      'deploy/observability/node_modules/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, plugins: { botarmy: botarmyPlugin } },
  {
    files: ['**/*.{ts,mjs,cjs}'],
    rules: {
      'botarmy/disable-needs-reason': 'error',
      'botarmy/file-name': 'error',
      'botarmy/no-export-all': 'error',
      'botarmy/sorted-imports': 'error',
      'max-lines': ['error', 400],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-throw-literal': 'error',
      'no-unreachable': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
    },
  },
  // The index of a library is one list of names; its length says how much the library offers, not how hard it is to read.
  { files: ['libs/*/src/index.ts'], rules: { 'max-lines': 'off' } },
  { files: ['**/*.{ts,mjs}'], ignores: ['**/*.config.{ts,mjs}'], rules: { 'botarmy/no-default-export': 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.base],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-unsafe-function-type': 'error',
      '@typescript-eslint/no-wrapper-object-types': 'error',
      '@typescript-eslint/no-unused-expressions': 'error',
    },
  },
  {
    // The few rules that need types: what they find (a promise nobody waits for, a case nobody handles) no other tool does.
    files: programs,
    languageOptions: { parserOptions: { project: './tsconfig.spec.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: programs,
    plugins: { '@nx': nxPlugin },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(),
      'botarmy/no-forward-ref': 'error',
      'botarmy/no-unsafe-sql': 'error',
      'botarmy/one-database-door': 'error',
    },
  },
  {
    files: ['libs/**/*.ts', 'services/**/*.ts'],
    ignores: ['libs/cli/src/print.ts'],
    rules: { 'botarmy/no-console': 'error' },
  },
  {
    files: programs,
    ignores: [
      ...specs,
      '**/config.ts',
      '**/*.config.ts',
      '**/main.ts',
      'libs/chassis/src/**/crash-point.ts',
      'libs/testing/src/**',
      'deploy/standalone/src/environment.ts',
    ],
    rules: { 'botarmy/no-process-env': 'error' },
  },
  {
    files: ['frontend/{src,ui}/**/*.ts'],
    plugins: { '@nx': nxPlugin },
    rules: { '@nx/enforce-module-boundaries': boundaries(), 'botarmy/no-console': 'error' },
  },
  {
    files: ['services/**/*.ts'],
    ignores: [...specs, '**/*.controller.ts'],
    rules: { 'botarmy/no-http-exception': 'error' },
  },
  {
    files: ['libs/*/src/**/*.ts'],
    ignores: specs,
    rules: { 'botarmy/public-docstring': 'error' },
  },
  { files: ['libs/*/src/index.ts'], rules: { 'botarmy/re-exports-only': 'error' } },
  {
    files: ['libs/process-engine/src/**/*.ts'],
    ignores: specs,
    rules: { 'botarmy/no-clock': 'error', 'botarmy/no-randomness': 'error' },
  },
  {
    // Scenarios also run against live services, and write-*.ts are programs that write committed files from the declarations.
    files: ['libs/process-engine/src/**/*.ts'],
    ignores: [...specs, '**/scenarios/*.ts', '**/write-*.ts'],
    rules: { 'botarmy/no-input-output': 'error' },
  },
  {
    files: specs,
    rules: {
      'botarmy/no-focused-test': 'error',
      'botarmy/no-sleep': 'error',
      'botarmy/test-name': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: specs.flatMap((pattern) => programs.map((folder) => folder.replace('**/*.ts', pattern))),
    rules: { '@nx/enforce-module-boundaries': boundaries({ isTest: true }) },
  },
);
