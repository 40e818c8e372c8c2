/**
 * Lets plain Node require this repository's TypeScript: compiles `.ts` with the root .swcrc and leads `@botarmy/<lib>`
 * to its sources, as Jest's own transform and moduleNameMapper do for specs (global set-up runs outside of them).
 */
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const { transformSync } = require('@swc/core');

const root = path.resolve(__dirname, '../../..');
let isRegistered = false;

function registerTypescript() {
  if (isRegistered) {
    return;
  }
  isRegistered = true;
  const options = {
    ...JSON.parse(fs.readFileSync(path.join(root, '.swcrc'), 'utf8')),
    swcrc: false,
    sourceMaps: 'inline',
  };
  delete options.$schema;
  Module._extensions['.ts'] = (module, filename) => {
    module._compile(transformSync(fs.readFileSync(filename, 'utf8'), { ...options, filename }).code, filename);
  };
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    const lib = /^@botarmy\/([a-z-]+)$/.exec(request)?.[1];
    const source = lib && path.join(root, 'libs', lib, 'src', 'index.ts');
    return resolveFilename.call(this, source && fs.existsSync(source) ? source : request, ...rest);
  };
}

module.exports = { registerTypescript };
