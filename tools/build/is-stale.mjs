/** Whether `npm run build` has work to do. Uses node: modules alone: the entry script asks before anything is installed. */
import { staleSchemas } from '../generate/schemas.mjs';
import { workspaceRoot } from '../workspace/files.mjs';
import { listNodeProjects } from '../workspace/projects.mjs';
import { isFrontendStale } from './frontend.mjs';
import { compareWithManifest, configurationKey, manifestFile, readManifest, sourceStamps } from './manifest.mjs';

/**
 * The names of what is stale (project paths, `<service>/prisma`, `frontend`), empty when everything built is up to date.
 * Takes some 50 ms.
 */
export function listStale(root = workspaceRoot) {
  const configuration = configurationKey(root);
  const projects = listNodeProjects(root).filter(({ path }) => {
    const { changed, removed } = compareWithManifest(
      readManifest(manifestFile(path, root)),
      sourceStamps(path, root),
      configuration,
    );
    return changed.length + removed.length > 0;
  });
  return [
    ...staleSchemas(root).map(({ service }) => `services/${service}/prisma`),
    ...projects.map(({ path }) => path),
    ...(isFrontendStale(root) ? ['frontend'] : []),
  ];
}

/** True when a build would write something. */
export function isStale(root = workspaceRoot) {
  return listStale(root).length > 0;
}
