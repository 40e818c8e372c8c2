/** Finds the Prisma schemas whose generated client is missing or old. Uses node: modules alone. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { workspaceRoot } from '../workspace/files.mjs';

const requiredSettings = [
  ['provider', 'prisma-client'],
  ['output', '../src/generated/prisma'],
  ['moduleFormat', 'cjs'],
  ['importFileExtension', ''],
];

function prismaVersion(root) {
  const manifest = join(root, 'node_modules/prisma/package.json');
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : 'absent';
}

/** What is wrong with the generator block of a schema, one sentence per setting; empty when the client will load. */
export function generatorProblems(schemaText) {
  const block = /generator\s+\w+\s*\{([^}]*)\}/.exec(schemaText)?.[1];
  if (block === undefined) return ['there is no generator block'];
  return requiredSettings
    .filter(([key, value]) => !new RegExp(`^\\s*${key}\\s*=\\s*"${value.replaceAll('.', '\\.')}"`, 'm').test(block))
    .map(([key, value]) => `the generator needs ${key} = "${value}"`);
}

/** Every service with a schema, as `{ service, schemaFile, outputFolder, keyFile, key }`. */
export function listSchemas(root = workspaceRoot) {
  const services = join(root, 'services');
  if (!existsSync(services)) return [];
  const version = prismaVersion(root);
  return readdirSync(services)
    .sort()
    .map((service) => ({ service, schemaFile: join(services, service, 'prisma/schema.prisma') }))
    .filter(({ schemaFile }) => existsSync(schemaFile))
    .map(({ service, schemaFile }) => {
      const outputFolder = join(services, service, 'src/generated/prisma');
      const key = createHash('sha256').update(version).update(readFileSync(schemaFile)).digest('hex');
      return { service, schemaFile, outputFolder, keyFile: join(outputFolder, '.schema-key'), key };
    });
}

/** The schemas whose client must be generated again. */
export function staleSchemas(root = workspaceRoot) {
  return listSchemas(root).filter(({ keyFile, key }) => !existsSync(keyFile) || readFileSync(keyFile, 'utf8') !== key);
}
