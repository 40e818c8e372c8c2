/**
 * The Nx targets of every library, service and the standalone host, stated once instead of in nineteen manifests. The console's
 * manifest carries its own scripts.
 */
const { dirname } = require('node:path');

const command = (line, options) => ({
  executor: 'nx:run-commands',
  options: { command: line, cwd: '{workspaceRoot}' },
  ...options,
});

function targetsFor(projectPath) {
  const jest = `node --experimental-vm-modules node_modules/jest/bin/jest.js ${projectPath}`;
  return {
    build: command('node tools/build/build.mjs --node-only', { cache: false }),
    typecheck: command(`tsc -b ${projectPath}`, { cache: false }),
    lint: command(`eslint ${projectPath}`, { cache: true, inputs: ['default', '^default'] }),
    test: command(jest, { cache: false }),
  };
}

/** Nx calls this with every manifest that matches the pattern. */
const createNodesV2 = [
  '{libs,services}/*/package.json',
  (manifests) =>
    manifests.map((manifest) => {
      const root = dirname(manifest);
      return [manifest, { projects: { [root]: { root, targets: targetsFor(root) } } }];
    }),
];

module.exports = { name: 'botarmy-project-targets', createNodesV2 };
