/** The workspace's own ESLint rules under the prefix `botarmy/`. */
import { disableNeedsReason } from './disable-needs-reason.mjs';
import { fileName } from './file-name.mjs';
import { oneDatabaseDoor } from './one-database-door.mjs';
import { publicDocstring } from './public-docstring.mjs';
import { restrictionRules } from './restrictions.mjs';
import { sortedImports } from './sorted-imports.mjs';
import { noFocusedTest, noSleep, testName } from './test-rules.mjs';

export const botarmyPlugin = {
  meta: { name: 'botarmy' },
  rules: {
    ...restrictionRules,
    'disable-needs-reason': disableNeedsReason,
    'file-name': fileName,
    'no-focused-test': noFocusedTest,
    'no-sleep': noSleep,
    'one-database-door': oneDatabaseDoor,
    'public-docstring': publicDocstring,
    'sorted-imports': sortedImports,
    'test-name': testName,
  },
};
