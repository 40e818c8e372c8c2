import { rename, rm, writeFile } from 'node:fs/promises';

/** How a generated password reaches its person, once. */
export interface PasswordHandover {
  /** Keeps the password where it survives a crash; called before the user exists. */
  prepare(password: string): Promise<void>;
  /** The user was created with this password. */
  deliver(password: string): Promise<void>;
  /** Another replica created the user: this password opens nothing. */
  discard(): Promise<void>;
}

/** Leaves the password in a file only its owner may read. */
export function handOverInFile(path: string): PasswordHandover {
  const prepared = `${path}.${process.pid}.new`;
  return {
    prepare: (password) => writeFile(prepared, `${password}\n`, { mode: 0o600, flag: 'w' }),
    deliver: () => rename(prepared, path),
    discard: () => rm(prepared, { force: true }),
  };
}

/** Writes the password as one plain line, outside the log. */
export function handOverInText(write: (line: string) => void): PasswordHandover {
  return {
    prepare: () => Promise.resolve(),
    deliver: (password) => {
      write(`Password of the first administrator (shown once): ${password}\n`);
      return Promise.resolve();
    },
    discard: () => Promise.resolve(),
  };
}
