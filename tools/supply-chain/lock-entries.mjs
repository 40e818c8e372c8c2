/** What can be said about dependencies from a lock file alone, without a network. */

const packageName = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** The installed packages of a parsed lock file: workspaces and links left out. */
export function lockEntries(lock) {
  return Object.entries(lock.packages ?? {})
    .filter(([path, entry]) => path.includes('node_modules/') && entry.link !== true)
    .map(([path, entry]) => ({ path, name: entry.name ?? packageName(path), ...entry }));
}

/** Entries whose content is not pinned by a hash: what the registry answers tomorrow would be installed unseen. */
export function withoutIntegrity(entries) {
  return entries
    .filter(({ integrity, inBundle }) => !inBundle && !/^sha(256|384|512)-/.test(integrity ?? ''))
    .map(({ path }) => `${path} has no integrity hash`);
}

/** Entries that name a place to fetch from other than the allowed hosts over https. */
export function fromForeignHost(entries, hosts) {
  return entries
    .filter(({ resolved }) => resolved !== undefined)
    .flatMap(({ path, resolved }) => {
      const url = URL.canParse(resolved) ? new URL(resolved) : undefined;
      if (url?.protocol === 'https:' && hosts.includes(url.host) && url.username === '') return [];
      return [`${path} comes from ${url === undefined ? resolved : `${url.protocol}//${url.host}`}`];
    });
}

function isCovered(name, patterns) {
  return patterns.some((pattern) =>
    pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}

/** Packages that run code while being installed and whose reason is not on record. */
export function unknownInstallScripts(entries, reasons) {
  const known = Object.keys(reasons);
  return entries
    .filter(({ hasInstallScript, name }) => hasInstallScript && !isCovered(name, known))
    .map(
      ({ path }) => `${path} runs an install script; review it and add its reason to tools/supply-chain/policy.json`,
    );
}

/** Records that no package needs any more. */
export function unusedInstallScripts(entries, reasons) {
  const running = entries.filter(({ hasInstallScript }) => hasInstallScript);
  return Object.keys(reasons)
    .filter((pattern) => !running.some(({ name }) => isCovered(name, [pattern])))
    .map((pattern) => `tools/supply-chain/policy.json allows the install script of ${pattern}, which is not there`);
}
