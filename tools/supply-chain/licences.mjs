/** Licences as SPDX expressions against a list of allowed ids. */

function splitAtTopLevel(expression, operator) {
  const parts = [];
  let depth = 0;
  let current = [];
  for (const token of expression.replace(/[()]/g, ' $& ').trim().split(/\s+/)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0 && token.toUpperCase() === operator) {
      parts.push(current.join(' '));
      current = [];
    } else current.push(token);
  }
  return [...parts, current.join(' ')];
}

/** True when the expression can be satisfied with allowed licences: one side of OR, both sides of AND. */
export function isAllowedLicence(expression, allowed) {
  const either = splitAtTopLevel(expression, 'OR');
  if (either.length > 1) return either.some((part) => isAllowedLicence(part, allowed));
  const both = splitAtTopLevel(expression, 'AND');
  if (both.length > 1) return both.every((part) => isAllowedLicence(part, allowed));
  const inner = /^\((.*)\)$/s.exec(expression.trim());
  return inner ? isAllowedLicence(inner[1], allowed) : allowed.includes(expression.trim());
}

function licenceOf(manifest) {
  const { license, licenses } = manifest ?? {};
  if (typeof license === 'string') return license;
  if (typeof license?.type === 'string') return license.type;
  return licenses?.map((one) => one.type ?? one).join(' OR ');
}

/**
 * Entries whose licence is neither allowed nor an exception on record. `readManifest(path)` returns the installed manifest or undefined;
 * it is asked only where the lock file does not know.
 */
export function refusedLicences(entries, { licences, licenceExceptions }, readManifest) {
  return entries.flatMap((entry) => {
    const licence = licenceOf(entry) ?? licenceOf(readManifest(entry.path));
    const isException = licenceExceptions[entry.name]?.startsWith(`${licence ?? 'unstated'}:`);
    if (isException || (licence !== undefined && isAllowedLicence(licence, licences))) return [];
    return [`${entry.path} is licensed under ${licence ?? 'nothing that it states'}`];
  });
}
