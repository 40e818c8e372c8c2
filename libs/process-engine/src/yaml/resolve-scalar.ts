/** What a plain or tagged scalar means in the core schema of YAML 1.2, or why it is refused. */
export type ResolvedScalar =
  | { readonly ok: true; readonly value: string | number | boolean | null }
  | { readonly ok: false; readonly reason: 'unsafe-number' | 'unknown-tag' | 'tag-mismatch' };

const NULL = /^(?:~|null|Null|NULL|)$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const INTEGER = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Resolves a scalar. Numbers that a double cannot hold exactly (integers) or at all (floats) are refused. */
export function resolveScalar(text: string, isPlain: boolean, tag: string | null): ResolvedScalar {
  if (tag === '!!str' || (tag === null && !isPlain)) return { ok: true, value: text };
  const value = resolvePlain(text);
  if (value === undefined) return { ok: false, reason: 'unsafe-number' };
  if (tag === null) return { ok: true, value };
  const type = TAG_TYPES[tag];
  if (type === undefined) return { ok: false, reason: 'unknown-tag' };
  return type(value) ? { ok: true, value } : { ok: false, reason: 'tag-mismatch' };
}

const TAG_TYPES: Readonly<Record<string, (value: unknown) => boolean>> = Object.assign(
  Object.create(null) as Record<string, (value: unknown) => boolean>,
  {
    '!!null': (value: unknown) => value === null,
    '!!bool': (value: unknown) => typeof value === 'boolean',
    '!!int': Number.isInteger,
    '!!float': (value: unknown) => typeof value === 'number',
  },
);

function resolvePlain(text: string): string | number | boolean | null | undefined {
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (NOT_FINITE.test(text)) return undefined;
  if (INTEGER.test(text)) {
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  if (FLOAT.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  return text;
}
