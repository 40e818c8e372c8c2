/** What the process ends with; scripts may rely on the numbers. */
export const EXIT_CODES = {
  ok: 0,
  /** The server refused, or something unforeseen happened. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Not signed in, or not allowed. */
  notAllowed: 3,
  notFound: 4,
  /** The state does not allow it: somebody else was faster, or the workflow is elsewhere. */
  conflict: 5,
  /** Nobody answers, or the server asks to come back later. */
  unavailable: 6,
  /** The watched workflow failed or was cancelled. */
  workflowFailed: 7,
  interrupted: 130,
} as const;

/** The meaning of each code, for the help. */
export const EXIT_CODE_MEANINGS: readonly (readonly [number, string])[] = [
  [EXIT_CODES.ok, 'done'],
  [EXIT_CODES.failed, 'refused, or an error'],
  [EXIT_CODES.usage, 'wrong command line'],
  [EXIT_CODES.notAllowed, 'not signed in, or not allowed'],
  [EXIT_CODES.notFound, 'not found'],
  [EXIT_CODES.conflict, 'conflict: the state does not allow it (any more)'],
  [EXIT_CODES.unavailable, 'not reachable, or busy: try again'],
  [EXIT_CODES.workflowFailed, 'the watched workflow failed or was cancelled'],
  [EXIT_CODES.interrupted, 'interrupted'],
];

/** The code for a problem's HTTP status (0: no answer). */
export function exitCodeOf(status: number): number {
  if (status === 401 || status === 403) return EXIT_CODES.notAllowed;
  if (status === 404) return EXIT_CODES.notFound;
  if (status === 409) return EXIT_CODES.conflict;
  if ([0, 429, 502, 503, 504].includes(status)) return EXIT_CODES.unavailable;
  return EXIT_CODES.failed;
}
