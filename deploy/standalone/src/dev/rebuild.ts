import { join } from 'node:path';

import { findCheckout } from '../checkout';

type BuildProjects = { buildProjects(root: string): Promise<Record<string, number>> };
type GenerateClients = { generateClients(root: string): Promise<string[]> };

/** Prisma clients and JavaScript of what changed, as `npm run build` makes them. Throws what the compiler says. */
export async function rebuild(): Promise<void> {
  const checkout = findCheckout();
  const load = (file: string): unknown => require(join(checkout, 'tools', file));
  await (load('generate/generate.mjs') as GenerateClients).generateClients(checkout);
  await (load('build/build-projects.mjs') as BuildProjects).buildProjects(checkout);
}
