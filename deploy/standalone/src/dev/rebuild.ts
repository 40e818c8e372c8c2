import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { findCheckout } from '../checkout';

interface BuildTools {
  buildProjects(root: string): Promise<Record<string, number>>;
  generateClients(root: string): Promise<string[]>;
}

/** Prisma clients and JavaScript of what changed, as `npm run build` makes them. Throws what the compiler says. */
export async function rebuild(): Promise<void> {
  const checkout = findCheckout();
  const { generateClients } = await loadTool('generate/generate.mjs');
  const { buildProjects } = await loadTool('build/build-projects.mjs');
  await generateClients(checkout);
  await buildProjects(checkout);
}

/** The build's own modules wait while they load, so they cannot be required. */
function loadTool(file: string): Promise<BuildTools> {
  return import(pathToFileURL(join(findCheckout(), 'tools', file)).href) as Promise<BuildTools>;
}
