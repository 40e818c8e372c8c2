/** Gives `theme.js` a content hash, so that it may be cached for ever like every other script of the build. */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
const index = join(dist, 'index.html');
const html = readFileSync(index, 'utf8');
const hash = createHash('sha256')
  .update(readFileSync(join(dist, 'theme.js')))
  .digest('hex')
  .slice(0, 8)
  .toUpperCase();

if (!html.includes('src="theme.js"'))
  throw new Error('dist/index.html no longer loads theme.js; adapt finish-build.mjs.');
renameSync(join(dist, 'theme.js'), join(dist, `theme-${hash}.js`));
writeFileSync(index, html.replace('src="theme.js"', `src="theme-${hash}.js"`));
