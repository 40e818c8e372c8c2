/** The projects of the workspace, read from the tree and from each `package.json`. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { workspaceRoot } from './files.mjs';

const parents = ['libs', 'services'];
const single = ['deploy/standalone', 'frontend'];

function folders(root, parent) {
  const folder = join(root, parent);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`)
    .sort();
}

function readProject(root, path) {
  const manifestFile = join(root, path, 'package.json');
  if (!existsSync(manifestFile)) return [];
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const tags = manifest.nx?.tags ?? [];
  const tagValue = (kind) => tags.find((tag) => tag.startsWith(`${kind}:`))?.slice(kind.length + 1);
  return [{ path, name: manifest.name, type: tagValue('type'), scope: tagValue('scope'), manifest }];
}

/**
 * All projects as `{ path, name, type, scope, manifest }`: `path` relative to the root, `type` and `scope` from the tags
 * (undefined where a manifest carries none).
 */
export function listProjects(root = workspaceRoot) {
  return [...parents.flatMap((parent) => folders(root, parent)), ...single].flatMap((path) => readProject(root, path));
}

/** The projects that the Node build turns into `dist`: all but the console. */
export function listNodeProjects(root = workspaceRoot) {
  return listProjects(root).filter((project) => project.path !== 'frontend');
}
