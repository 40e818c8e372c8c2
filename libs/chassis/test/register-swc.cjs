// Lets a child process of a test run TypeScript sources: node --require register-swc.cjs some.fixture.ts
const { transformFileSync } = require('@swc/core');
const { join } = require('node:path');

const root = join(__dirname, '../../..');

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformFileSync(filename, { cwd: root, root, sourceMaps: 'inline' });
  module._compile(code, filename);
};
