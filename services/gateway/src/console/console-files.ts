import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Stands in the built page wherever the answer's nonce belongs. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';
/** The build names such files after their content. */
const NAMED_BY_CONTENT = /-[\w-]{8}\.(js|css|woff2?)$/;

/** The files of the built console. Only what was there when it was read can be served, so no path can leave the folder. */
export class ConsoleFiles {
  private constructor(
    private readonly names: ReadonlySet<string>,
    private readonly page: string,
  ) {}

  /** Reads the list of files and the page. Throws when the folder holds no built console. */
  static async read(folder: string): Promise<ConsoleFiles> {
    const page = await readFile(join(folder, 'index.html'), 'utf8');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile() && entry.name !== 'index.html')
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
    return new ConsoleFiles(new Set(names), page);
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** True when the name changes with the content. */
  isImmutable(name: string): boolean {
    return NAMED_BY_CONTENT.test(name);
  }

  /** The page with a nonce of its own. */
  pageWith(nonce: string): string {
    return this.page.replaceAll(NONCE_PLACEHOLDER, nonce);
  }
}
