/** Turns the TypeScript of every library, service and the standalone host into JavaScript, as far as it changed. */
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { workspaceRoot } from '../workspace/files.mjs';
import { listNodeProjects } from '../workspace/projects.mjs';
import {
  compareWithManifest,
  configurationKey,
  manifestFile,
  readManifest,
  sourceStamps,
  writeManifest,
} from './manifest.mjs';

const filesAtOnce = 32;

function outputsOf(file) {
  if (!file.endsWith('.ts')) return [file];
  const base = file.slice(0, -'.ts'.length);
  return [`${base}.js`, `${base}.js.map`, `${base}.d.ts`, `${base}.d.ts.map`];
}

async function buildFile(root, projectPath, file, transformFile, options) {
  const from = join(root, projectPath, 'src', file);
  const to = join(root, projectPath, 'dist', file.replace(/\.ts$/, '.js'));
  await mkdir(dirname(to), { recursive: true });
  if (!file.endsWith('.ts')) return copyFile(from, to);
  const sourceFileName = relative(dirname(to), from).replaceAll('\\', '/');
  const { code, map } = await transformFile(from, { ...options, sourceFileName });
  const name = to.slice(to.lastIndexOf('/') + 1);
  await Promise.all([writeFile(to, `${code}//# sourceMappingURL=${name}.map\n`), writeFile(`${to}.map`, map)]);
}

async function eachLimited(items, limit, run) {
  const queue = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: limit }, async () => {
      for (const item of queue) await run(item);
    }),
  );
}

/** Builds what changed of the Node projects below `root`; returns the number of files written per project path. */
export async function buildProjects(root = workspaceRoot) {
  const configuration = configurationKey(root);
  const plans = listNodeProjects(root).map(({ path }) => {
    const sources = sourceStamps(path, root);
    const record = manifestFile(path, root);
    return { path, sources, record, ...compareWithManifest(readManifest(record), sources, configuration) };
  });
  const work = plans.filter(({ changed, removed }) => changed.length + removed.length > 0);
  if (work.length === 0) return {};

  const { transformFile } = await import('@swc/core');
  const options = { ...JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8')), swcrc: false, configFile: false };
  for (const { path, removed } of work) {
    const outputs = removed.flatMap((file) => outputsOf(file));
    await Promise.all(outputs.map((file) => rm(join(root, path, 'dist', file), { force: true })));
  }
  const files = work.flatMap(({ path, changed }) => changed.map((file) => ({ path, file })));
  await eachLimited(files, filesAtOnce, ({ path, file }) => buildFile(root, path, file, transformFile, options));
  for (const { record, sources } of work) writeManifest(record, { configuration, sources });
  return Object.fromEntries(work.map(({ path, changed }) => [path, changed.length]));
}
