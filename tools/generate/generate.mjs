/** `npm run generate`: the Prisma client of every service whose schema changed. Needs neither network nor database. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative } from 'node:path';

import { workspaceRoot } from '../workspace/files.mjs';
import { generatorProblems, staleSchemas } from './schemas.mjs';

const clientsAtOnce = 2;

function runPrisma(cli, schemaFile, root) {
  // Prisma insists on a schema engine that it would download; generating never starts it, so any executable will do. The variable
  // must not reach anything that migrates: there it would report success and apply nothing.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', NO_COLOR: '1' };
  const child = spawn(process.execPath, [cli, 'generate', '--schema', schemaFile], { cwd: root, env });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`prisma generate failed for ${schemaFile}:\n${Buffer.concat(output).toString('utf8')}`));
    });
  });
}

async function generateClient(cli, { schemaFile, keyFile, key }, root) {
  const problems = generatorProblems(readFileSync(schemaFile, 'utf8'));
  if (problems.length > 0) throw new Error(`${relative(root, schemaFile)}: ${problems.join('; ')}.`);
  await runPrisma(cli, schemaFile, root);
  writeFileSync(keyFile, key);
}

/** Generates the stale clients below `root`; returns the names of their services. */
export async function generateClients(root = workspaceRoot) {
  const stale = staleSchemas(root);
  if (stale.length === 0) return [];
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const queue = stale[Symbol.iterator]();
  const worker = async () => {
    for (const schema of queue) await generateClient(cli, schema, root);
  };
  await Promise.all(Array.from({ length: clientsAtOnce }, worker));
  return stale.map(({ service }) => service);
}

if (import.meta.main) {
  const services = await generateClients();
  console.log(services.length === 0 ? 'generate: all Prisma clients are current' : `generate: ${services.join(', ')}`);
}
