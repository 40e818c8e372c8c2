import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { asyncApiDocument } from './asyncapi-document';
import { messagesPage } from './messages-page';

/** Folder of the generated pages, from `src/reference` and from `dist/reference` alike. */
export const REFERENCE_FOLDER = join(__dirname, '../../../../docs/reference');

/** The generated pages by file name. */
export function referencePages(): Record<string, string> {
  return {
    'asyncapi.json': `${JSON.stringify(asyncApiDocument(), null, 2)}\n`,
    'messages.md': messagesPage(),
  };
}

/** Writes the pages into a folder. */
export function writeReference(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(referencePages())) writeFileSync(join(folder, file), text);
}

if (require.main === module) writeReference(REFERENCE_FOLDER);
