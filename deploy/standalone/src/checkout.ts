import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder with services and libraries: the checkout, or `/app` in an image. */
export function findCheckout(from: string = __dirname): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'services')) && existsSync(join(folder, 'libs'))) return folder;
  }
  throw new Error(`No checkout of BotArmy stands above ${from}: start from within one.`);
}

/** `src` under a test run, else `dist`: files of other projects are taken from the same kind of folder. */
export const CODE_FOLDER = __filename.endsWith('.ts') ? 'src' : 'dist';
