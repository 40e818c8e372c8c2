/** `npm run generate:service -- <name>`: a new service that builds and starts, and its entry wherever services are listed. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { workspaceRoot } from '../workspace/files.mjs';
import { registrations } from './register-service.mjs';
import { serviceFiles } from './service-files.mjs';

async function write(root, path, text) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  const style = await resolveConfig(join(workspaceRoot, 'package.json'));
  writeFileSync(file, await format(text, { ...style, filepath: file }));
}

/** Writes the service below `root`; throws without writing anything when the name is unfit or taken. Returns the paths written. */
export async function generateService(name, root = workspaceRoot) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name ?? ''))
    throw new Error('Name the service in kebab-case: npm run generate:service -- price-list');
  if (existsSync(join(root, 'services', name))) throw new Error(`services/${name} exists already.`);
  if (existsSync(join(root, 'libs', name))) throw new Error(`${name} is the name of a library.`);
  const created = Object.entries(serviceFiles(name)).map(([path, text]) => [`services/${name}/${path}`, text]);
  const changed = Object.entries(registrations).map(([path, register]) => [
    path,
    register(readFileSync(join(root, path), 'utf8'), name),
  ]);
  for (const [path, text] of [...created, ...changed]) await write(root, path, text);
  return [...created, ...changed].map(([path]) => path);
}

if (import.meta.main) {
  try {
    const name = process.argv[2];
    for (const path of await generateService(name)) console.log(path);
    console.log(`
Next:
  npm install                          links @botarmy/${name} into the workspace
  libs/contracts/src/service-names.ts  when it talks to the broker: its NATS user and permissions follow from its name
  deploy/standalone                    one line in the list of services that the launcher starts
  helm/botarmy/values.yaml             switch database and nats on when it needs them
  npm run check && npm run test:int -- services/${name}`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
