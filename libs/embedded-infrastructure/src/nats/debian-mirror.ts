import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DEFAULT_MIRROR = 'http://deb.debian.org/debian';

/** The Debian mirror the machine's own apt sources name (security and other archives left out), else Debian's default. */
export function findDebianMirror(aptDirectory = '/etc/apt'): string {
  const folder = join(aptDirectory, 'sources.list.d');
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  for (const file of [join(aptDirectory, 'sources.list'), ...files.sort()]) {
    const mirror = existsSync(file) ? mirrorIn(readFileSync(file, 'utf8')) : undefined;
    if (mirror !== undefined) {
      return mirror;
    }
  }
  return DEFAULT_MIRROR;
}

function mirrorIn(sources: string): string | undefined {
  const lines = sources.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  const words = lines.filter((line) => /^(deb\s|URIs:)/.test(line)).flatMap((line) => line.split(/\s+/));
  return words.find((word) => /^https?:\/\/\S+\/debian\/?$/.test(word))?.replace(/\/$/, '');
}
