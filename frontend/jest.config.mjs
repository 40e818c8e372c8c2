/** Unit tests of the console: ESM, zoneless, jsdom. Started with `node --experimental-vm-modules` by `npm test`. */
import presets from 'jest-preset-angular/presets/index.js';

const preset = presets.createEsmPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' });

export default {
  ...preset,
  roots: ['<rootDir>/src', '<rootDir>/ui'],
  transform: { 'lucide-angular\\.mjs$': '<rootDir>/tools/jest-icons.cjs', ...preset.transform },
  transformIgnorePatterns: ['node_modules/(?!tslib|@lucide/angular)'],
  moduleNameMapper: { ...preset.moduleNameMapper, '^@ui/(.*)$': '<rootDir>/ui/$1' },
  setupFilesAfterEnv: ['<rootDir>/src/setup-jest.ts'],
  maxWorkers: 2,
  testTimeout: 30_000,
  collectCoverageFrom: [
    '<rootDir>/{src,ui}/**/*.{ts,html}',
    '!**/*.spec.ts',
    '!<rootDir>/src/{main,setup-jest}.ts',
    '!<rootDir>/src/index.html',
    '!<rootDir>/src/app/testing/**',
  ],
  coverageReporters: ['text-summary', 'lcovonly', 'json-summary'],
  coverageThreshold: { global: { lines: 80 } },
};
