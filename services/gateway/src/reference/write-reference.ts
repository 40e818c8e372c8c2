import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describeApplication } from './describe-application';

/** Folder of the generated pages, from `src/reference` and from `dist/reference` alike. */
export const REFERENCE_FOLDER = join(__dirname, '../../../../docs/reference');

/** Writes the public document and the page of routes. */
export async function writeReference(folder: string): Promise<void> {
  const { openapi, routes } = await describeApplication();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'openapi.json'), openapi);
  writeFileSync(join(folder, 'routes.md'), routes);
}

/** Makes the written document the one that clients know. */
function release(folder: string): void {
  copyFileSync(join(folder, 'openapi.json'), join(folder, 'released-openapi.json'));
}

if (require.main === module) {
  void writeReference(REFERENCE_FOLDER).then(() => {
    if (process.argv.includes('--release')) release(REFERENCE_FOLDER);
  });
}
