import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `<checkout>/.botarmy/cache`: the checkout is the nearest folder above this file, or above `from`, with a package-lock.json. */
export function defaultCacheDirectory(from: string = __dirname): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package-lock.json'))) {
      return join(folder, '.botarmy', 'cache');
    }
  }
  return join(process.cwd(), '.botarmy', 'cache');
}
