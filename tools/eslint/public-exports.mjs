/** What a library's `index.ts` makes public, per defining file. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const cache = new Map();

function sourceFile(from, specifier) {
  const base = resolve(dirname(from), specifier).replace(/\.js$/, '');
  return [`${base}.ts`, `${base}/index.ts`].find((candidate) => existsSync(candidate));
}

function collect(file, wanted, found) {
  const text = readFileSync(file, 'utf8');
  for (const [, names, specifier] of text.matchAll(/export\s+(?:type\s+)?\{([^}]*)\}\s*from\s*['"]([^'"]+)['"]/g)) {
    const target = sourceFile(file, specifier);
    if (target === undefined) continue;
    for (const part of names.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, '').split(',')) {
      const [inner, outer = inner] = part
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/);
      if (inner === '' || (wanted !== undefined && !wanted.has(outer))) continue;
      if (!found.has(target)) found.set(target, new Set());
      found.get(target).add(inner);
      collect(target, new Set([inner]), found);
    }
  }
  return found;
}

/** A map from absolute file to the set of its symbols that `indexFile` exports, directly or through another file. */
export function publicExports(indexFile) {
  if (!existsSync(indexFile)) return new Map();
  const { mtimeMs } = statSync(indexFile);
  const known = cache.get(indexFile);
  if (known?.mtimeMs === mtimeMs) return known.exports;
  const exports = collect(indexFile, undefined, new Map());
  cache.set(indexFile, { mtimeMs, exports });
  return exports;
}
