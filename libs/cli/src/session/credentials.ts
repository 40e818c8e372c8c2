import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** One signed-in session. */
export interface Credential {
  readonly token: string;
  /** ISO 8601. */
  readonly expires_at: string;
  readonly email: string;
}

/** What the file holds: a session per address, and the address signed in to last. */
interface CredentialsFile {
  readonly current: string | null;
  readonly sessions: Readonly<Record<string, Credential>>;
}

const EMPTY: CredentialsFile = { current: null, sessions: {} };

/** Sessions of this person on this machine, in a file nobody else may read. */
export class CredentialStore {
  readonly file: string;

  constructor(environment: Readonly<Record<string, string | undefined>>, homeDirectory: string) {
    const configured = environment['XDG_CONFIG_HOME'];
    const folder = configured === undefined || configured === '' ? join(homeDirectory, '.config') : configured;
    this.file = join(folder, 'botarmy', 'credentials.json');
  }

  /** The address signed in to last. */
  async currentUrl(): Promise<string | undefined> {
    return (await this.read()).current ?? undefined;
  }

  /** The session at an address: a token is only ever sent where it came from. */
  async find(url: string): Promise<Credential | undefined> {
    const { sessions } = await this.read();
    return Object.hasOwn(sessions, url) ? sessions[url] : undefined;
  }

  async save(url: string, credential: Credential): Promise<void> {
    const { sessions } = await this.read();
    await this.write({ current: url, sessions: { ...sessions, [url]: credential } });
  }

  async remove(url: string): Promise<void> {
    const { current, sessions } = await this.read();
    const { [url]: _removed, ...others } = sessions;
    await this.write({ current: current === url ? null : current, sessions: others });
  }

  private async read(): Promise<CredentialsFile> {
    let text: string;
    try {
      text = await readFile(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return EMPTY;
      throw error;
    }
    try {
      const { current, sessions } = JSON.parse(text) as Partial<CredentialsFile>;
      return { current: current ?? null, sessions: sessions ?? {} };
    } catch (cause) {
      throw new Error(`${this.file} is damaged: delete it and sign in again.`, { cause });
    }
  }

  /** Whole or not at all, and never readable by others, not even for a moment. */
  private async write(content: CredentialsFile): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    const temporary = `${this.file}.${randomBytes(6).toString('hex')}`;
    try {
      await writeFile(temporary, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
      await rename(temporary, this.file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}
