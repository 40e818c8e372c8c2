import { watch } from 'node:fs';
import { join } from 'node:path';

import { findCheckout } from '../checkout';

/** Editors write a file in several steps, and one save may touch several files. */
const DEBOUNCE_MS = 60;
const watched = ['libs', 'services', 'processes'];
const ignored = /(^|\/)(node_modules|dist|generated|coverage)(\/|$)/;

/** Calls `onSaved` with the saved paths, relative to the checkout, until the returned function is called. */
export function watchSources(
  onSaved: (paths: string[], savedMs: number) => void,
  checkout: string = findCheckout(),
): () => void {
  const pending = new Set<string>();
  let firstMs = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const paths = [...pending];
    pending.clear();
    onSaved(paths, firstMs);
  };
  const watchers = watched.map((folder) =>
    watch(join(checkout, folder), { recursive: true }, (_event, name) => {
      if (name === null || ignored.test(name)) return;
      if (pending.size === 0) firstMs = performance.now();
      pending.add(`${folder}/${name.replaceAll('\\', '/')}`);
      clearTimeout(timer);
      timer = setTimeout(flush, DEBOUNCE_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
