/**
 * Unit tests get empty icons: compiling the whole icon package in every test file costs more than all tests together. This takes the
 * place of the package's module and exports exactly the icons the sources import.
 */
const { createHash } = require('node:crypto');
const { readFileSync, readdirSync } = require('node:fs');
const { dirname, join } = require('node:path');

const frontend = dirname(__dirname);

function sources(folder) {
  return readdirSync(join(frontend, folder), { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(frontend, folder, name), 'utf8'));
}

function usedIcons() {
  const imports = [...sources('src'), ...sources('ui')].flatMap((text) => [
    ...text.matchAll(/import \{([^}]*)\} from '@lucide\/angular'/g),
  ]);
  const names = imports.flatMap(([, list]) => list.split(',').map((name) => name.trim()));
  return [...new Set(names.filter((name) => name !== ''))].sort();
}

const icons = usedIcons();

function emptyIcon(name) {
  const selector = `svg[${name[0].toLowerCase()}${name.slice(1)}]`;
  return `export const ${name} = Component({ selector: '${selector}', template: '' })(class ${name} {});`;
}

module.exports = {
  process: () => ({ code: ["import { Component } from '@angular/core';", ...icons.map(emptyIcon)].join('\n') }),
  getCacheKey: () => createHash('sha256').update(icons.join()).update(readFileSync(__filename)).digest('hex'),
};
