const PREFIX = 'redacted:';

/** The signature under which encrypted thinking is kept. */
export function signatureOfRedacted(data: string): string {
  return `${PREFIX}${data}`;
}

/** The encrypted thinking under a signature; undefined for a signature of readable thinking. */
export function redactedDataOf(signature: string): string | undefined {
  return signature.startsWith(PREFIX) ? signature.slice(PREFIX.length) : undefined;
}
