import { invalidFields } from './artifact-problems';

const MAX_BYTES = 255;
/** Names that some systems take for a device, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * Why a text cannot be an artifact's path inside its workflow; undefined when it can. A path is one or more names
 * between slashes. It never names a file of ours, but people export artifacts into folders, so the grammar admits only
 * what is harmless on every file system.
 */
export function pathProblem(path: string): string | undefined {
  if (Buffer.byteLength(path) > MAX_BYTES) return `is longer than ${MAX_BYTES} bytes`;
  for (const name of path.split('/')) {
    const problem = nameProblem(name);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Throws a 400 problem unless the path is safe. */
export function assertLogicalPath(path: string): void {
  const problem = pathProblem(path);
  if (problem === undefined) return;
  const remedy = 'use a relative path such as "requirements.md" or "metadata/session_logs.json"';
  throw invalidFields({ path: 'path', message: `${problem}: ${remedy}` });
}

function nameProblem(name: string): string | undefined {
  if (name === '') return 'has an empty name, or begins or ends with "/"';
  if (!/^[A-Za-z0-9._-]+$/.test(name)) return 'holds more than letters, digits, ".", "_", "-" and "/"';
  if (name.startsWith('.') || name.startsWith('-')) return 'has a name that begins with "." or "-"';
  if (name.endsWith('.')) return 'has a name that ends with "."';
  if (DEVICE.test(name)) return 'has a name that is a device on some systems';
  return undefined;
}
