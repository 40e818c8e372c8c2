import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where downloaded tools stay between runs; git ignores it. */
export const toolCache = join(root, '.botarmy', 'cache', 'kubernetes-tools');
