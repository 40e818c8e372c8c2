import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { findCheckout } from '../checkout';
import { printLine } from '../terminal/print';
import { renderConfigurationPage } from './configuration-page';

// `npm run generate:configuration`.
const file = join(findCheckout(), 'docs/reference/configuration.md');
writeFileSync(file, renderConfigurationPage());
printLine(`written: ${file}`);
