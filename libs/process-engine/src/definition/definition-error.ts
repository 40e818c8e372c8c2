/** One thing wrong with a process or agent file. Lines and columns count from 1. */
export interface DefinitionError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Kebab-case, stable. */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Either the value or everything that is wrong. */
export type DefinitionResult<TValue> =
  { readonly ok: true; readonly value: TValue } | { readonly ok: false; readonly errors: readonly DefinitionError[] };
