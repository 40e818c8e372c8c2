/**
 * `npm run supply-chain`: integrity, hosts, install scripts and licences of every lock file in the checkout, a CycloneDX bill of
 * materials that can be written, and known vulnerabilities where the registry answers. Exits 1 on any finding.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { listFiles, workspaceRoot } from '../workspace/files.mjs';
import { refusedLicences } from './licences.mjs';
import {
  fromForeignHost,
  lockEntries,
  unknownInstallScripts,
  unusedInstallScripts,
  withoutIntegrity,
} from './lock-entries.mjs';
import { audit } from './vulnerabilities.mjs';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const policy = readJson(join(import.meta.dirname, 'policy.json'));

function readLocks() {
  const files = listFiles(workspaceRoot).filter(
    (file) => file === 'package-lock.json' || file.endsWith('/package-lock.json'),
  );
  return files.map((file) => ({
    file,
    folder: join(workspaceRoot, dirname(file)),
    entries: lockEntries(readJson(join(workspaceRoot, file))),
  }));
}

function billOfMaterials() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const { stdout, stderr } = spawnSync(npm, options, {
    cwd: workspaceRoot,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  try {
    const { components } = JSON.parse(stdout);
    return components.length > 0 ? [] : ['the bill of materials is empty'];
  } catch {
    return [`npm sbom failed: ${stderr.trim().slice(0, 500)}`];
  }
}

const locks = readLocks();
const everyEntry = locks.flatMap(({ entries }) => entries);
const perLock = (check) => () =>
  locks.flatMap(({ file, folder, entries }) => check(entries, folder).map((problem) => `${file}: ${problem}`));
const readManifest = (folder) => (path) => {
  const file = join(folder, path, 'package.json');
  return existsSync(file) ? readJson(file) : undefined;
};

const checks = {
  integrity: perLock((entries) => withoutIntegrity(entries)),
  hosts: perLock((entries) => fromForeignHost(entries, policy.hosts)),
  'install scripts': () => [
    ...perLock((entries) => unknownInstallScripts(entries, policy.installScripts))(),
    ...unusedInstallScripts(everyEntry, policy.installScripts),
  ],
  licences: perLock((entries, folder) => refusedLicences(entries, policy, readManifest(folder))),
  'bill of materials': billOfMaterials,
};

let findings = 0;
for (const [name, check] of Object.entries(checks)) {
  const problems = check();
  findings += problems.length;
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  for (const problem of problems) console.log(`     ${problem}`);
}
const vulnerabilities = audit(workspaceRoot);
if (!vulnerabilities.checked) console.log('     vulnerabilities: not checked (the registry did not answer)');
else console.log(`${vulnerabilities.problems.length === 0 ? 'ok  ' : 'FAIL'} vulnerabilities`);
for (const problem of vulnerabilities.problems) console.log(`     ${problem}`);
findings += vulnerabilities.problems.length;

const summary = `${everyEntry.length} packages in ${locks.length} lock files`;
console.log(`supply chain: ${summary}, ${findings === 0 ? 'no findings' : `${findings} findings`}`);
process.exitCode = findings === 0 && everyEntry.length > 0 ? 0 : 1;
