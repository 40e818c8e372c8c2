/** What a build wrote and from what, kept inside `dist` so that deleting `dist` also forgets it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { fileStamp, listFiles, workspaceRoot } from '../workspace/files.mjs';

/** Raise when the build writes something else from the same sources. */
const buildFormat = 1;

const notBuilt = /(^|\/)\.|\.(spec|fixture)\.ts$|\.d\.ts$/;

/** The sources of a project as a map from path below `src` to stamp. */
export function sourceStamps(projectPath, root = workspaceRoot) {
  const source = join(root, projectPath, 'src');
  const files = listFiles(source).filter((file) => !notBuilt.test(file));
  return Object.fromEntries(files.map((file) => [file, fileStamp(join(source, file))]));
}

/** A key over everything but the sources that shapes the output. */
export function configurationKey(root = workspaceRoot) {
  const hash = createHash('sha256').update(String(buildFormat));
  hash.update(readFileSync(join(root, '.swcrc')));
  const compiler = join(root, 'node_modules/@swc/core/package.json');
  if (existsSync(compiler)) hash.update(readFileSync(compiler));
  return hash.digest('hex').slice(0, 16);
}

/** Where the record of a project's build lies. */
export function manifestFile(projectPath, root = workspaceRoot) {
  return join(root, projectPath, 'dist/.build.json');
}

/** The recorded build, or an empty one when there is none or it was cut off while being written. */
export function readManifest(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { configuration: '', sources: {} };
  }
}

/** Writes the record. */
export function writeManifest(file, manifest) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(manifest));
}

/** Splits a project's sources into those to build again and those whose output must go. */
export function compareWithManifest(manifest, sources, configuration) {
  const fresh = manifest.configuration === configuration;
  const changed = Object.keys(sources).filter((file) => !fresh || manifest.sources[file] !== sources[file]);
  const removed = Object.keys(manifest.sources).filter((file) => !(file in sources));
  return { changed, removed };
}
