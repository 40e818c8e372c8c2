/** Known vulnerabilities by `npm audit`, which not every registry answers. */
import { spawnSync } from 'node:child_process';

const failing = ['high', 'critical'];

/** Reads the output of `npm audit --json`: `{ checked, problems }`. */
export function readAudit(output) {
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    return { checked: false, problems: [] };
  }
  if (report.vulnerabilities === undefined) return { checked: false, problems: [] };
  const problems = Object.values(report.vulnerabilities)
    .filter(({ severity }) => failing.includes(severity))
    .map(({ name, severity, range }) => `${name} ${range}: ${severity} vulnerability`);
  return { checked: true, problems };
}

/** Asks the registry about the packages of production in `folder`. */
export function audit(folder) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = spawnSync(npm, ['audit', '--omit=dev', '--json'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return readAudit(stdout ?? '');
}
