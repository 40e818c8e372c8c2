import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { findCheckout } from '../checkout';

/** The folder with the built console; undefined when it was not built, and the API is then served alone. */
export function findConsole(): string | undefined {
  const built = join(findCheckout(), 'frontend/dist');
  return existsSync(join(built, 'index.html')) ? built : undefined;
}
