/** Receives one line for the person at the terminal. */
export type Print = (line: string) => void;

/** Writes to standard output. */
export const printLine: Print = (line) => {
  process.stdout.write(`${line}\n`);
};

/** Writes to standard error. */
export const printError: Print = (line) => {
  process.stderr.write(`${line}\n`);
};
