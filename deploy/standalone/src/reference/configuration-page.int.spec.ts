import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findCheckout } from '../checkout';
import { renderConfigurationPage } from './configuration-page';

describe('the configuration page', () => {
  const page = renderConfigurationPage();

  it('is what the configuration classes say: after a change run npm run generate:configuration', () => {
    expect(readFileSync(join(findCheckout(), 'docs/reference/configuration.md'), 'utf8')).toBe(page);
  });

  it('has a secret without a default, a requirement, and a variable without meaning', () => {
    expect(page).toMatch(/\| `OPENAI_API_KEY` +\| string +\| - \(secret\) +\|/);
    expect(page).toMatch(/\| `AGENT_POOLS` +\| list +\| required +\|/);
    expect(page).toMatch(/\| `WEBSOCKET_URL` +\| 10\.1\.2, 10\.2\.1 +\| - +\| No meaning any more\./);
  });
});
