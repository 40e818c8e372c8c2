import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** A secret as it is stored: nonce, ciphertext and tag in base64, and the master key it is under. */
export interface SealedSecret {
  readonly ciphertext: string;
  readonly masterKeyId: string;
}

/** Seals secrets under the first of the configured master keys; opens them under any of them. */
export class MasterKeys {
  private constructor(private keys: ReadonlyMap<string, Buffer>) {}

  /** False when none is configured: then nothing can be sealed. */
  get isConfigured(): boolean {
    return this.keys.size > 0;
  }

  /** Id of the key new secrets are sealed under; undefined without one. What is under another is to be sealed again. */
  get currentId(): string | undefined {
    const [id] = this.keys.keys();
    return id;
  }

  /**
   * Reads `<id>:<base64 of 32 bytes>`, several with commas or line ends between them, the current one first.
   *
   * @throws {Error} naming the entry that is malformed, never its value.
   */
  static parse(text: string | undefined): MasterKeys {
    return new MasterKeys(keysOf(text));
  }

  /**
   * Takes other keys from now on, after a rotation.
   *
   * @throws {Error} as `parse` does; the keys stay as they are.
   */
  replace(text: string | undefined): void {
    this.keys = keysOf(text);
  }

  /**
   * Seals a secret for a place, such as the id of its row: it opens there alone.
   *
   * @throws {Error} without a configured key; ask `isConfigured` first.
   */
  seal(secret: string, place: string): SealedSecret {
    const [first] = this.keys;
    if (first === undefined) throw new Error('MASTER_KEYS is not set: nothing can be sealed.');
    const [masterKeyId, key] = first;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return { ciphertext: sealed.toString('base64'), masterKeyId };
  }

  /** Opens a sealed secret; undefined when its master key is not configured, or when it was changed or moved. */
  open({ ciphertext, masterKeyId }: SealedSecret, place: string): string | undefined {
    const key = this.keys.get(masterKeyId);
    const sealed = Buffer.from(ciphertext, 'base64');
    if (key === undefined || sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(place));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      const opened = [decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
      return Buffer.concat(opened).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

function keysOf(text: string | undefined): ReadonlyMap<string, Buffer> {
  const entries = (text ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  const keys = new Map<string, Buffer>();
  for (const [index, entry] of entries.entries()) {
    const at = entry.indexOf(':');
    const id = entry.slice(0, Math.max(0, at));
    const encoded = entry.slice(at + 1);
    const key = Buffer.from(encoded, 'base64');
    if (!/^[a-z0-9-]{1,32}$/.test(id) || key.length !== KEY_BYTES || key.toString('base64') !== encoded) {
      throw new Error(
        `Entry ${index + 1} of MASTER_KEYS must be <id>:<base64 of 32 bytes>, e.g. with "openssl rand -base64 32".`,
      );
    }
    if (keys.has(id)) throw new Error(`MASTER_KEYS names "${id}" twice: every key needs an id of its own.`);
    keys.set(id, key);
  }
  return keys;
}
