import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

import type { FindingKind } from './finding';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
/** 60 bits: in one workflow no two values meet. */
const CODE_LENGTH = 12;

/** A placeholder in a text. */
export const PLACEHOLDER = /\[[A-Z][A-Z_]{1,24}_[a-z2-7]{12}\]/g;
/** The end of a text that may become one. */
export const PLACEHOLDER_BEGUN = /\[(?:[A-Z][A-Z_]{0,25}(?:[a-z2-7]{0,12}))?$/;

/**
 * The values of one workflow and what stands in their place. A placeholder follows from the value and the workflow's own key, so that
 * every replica, call and turn finds the same one without asking; without the key neither leads to the other.
 */
export class Vault {
  private readonly cipherKey: Buffer;
  private readonly codeKey: Buffer;
  private readonly byPlaceholder = new Map<string, string>();
  private readonly added = new Map<string, string>();

  constructor(
    /** Id of the workflow, or of the call where there is none. */
    readonly subject: string,
    dataKey: Buffer,
    sealedValues: Readonly<Record<string, string>> = {},
  ) {
    this.cipherKey = derive(dataKey, 'values');
    this.codeKey = derive(dataKey, 'placeholders');
    for (const [placeholder, sealed] of Object.entries(sealedValues)) {
      const value = this.open(sealed, placeholder);
      if (value !== undefined) this.byPlaceholder.set(placeholder, value);
    }
  }

  static newDataKey(): Buffer {
    return randomBytes(32);
  }

  /** What stands in the place of a value. */
  placeholderOf(kind: FindingKind, value: string): string {
    const digest = createHmac('sha256', this.codeKey).update(`${kind}\u0000${value}`).digest();
    const code = Array.from(digest.subarray(0, CODE_LENGTH), (byte) => ALPHABET[byte % 32]).join('');
    const placeholder = `[${kind.toUpperCase()}_${code}]`;
    if (!this.byPlaceholder.has(placeholder)) {
      this.byPlaceholder.set(placeholder, value);
      this.added.set(placeholder, value);
    }
    return placeholder;
  }

  /** The same text with its values; what stands for nothing known stays. */
  restore(text: string, onRestored?: () => void): string {
    return text.replaceAll(PLACEHOLDER, (placeholder) => {
      const value = this.byPlaceholder.get(placeholder);
      if (value !== undefined) onRestored?.();
      return value ?? placeholder;
    });
  }

  /** The same in a text that is JSON. */
  restoreJson(text: string): string {
    return text.replaceAll(PLACEHOLDER, (placeholder) => {
      const value = this.byPlaceholder.get(placeholder);
      return value === undefined ? placeholder : JSON.stringify(value).slice(1, -1);
    });
  }

  /** What was added since it was opened, sealed; nothing the second time. */
  takeAdded(): Record<string, string> {
    const sealed = [...this.added].map(([placeholder, value]) => [placeholder, this.seal(value, placeholder)]);
    this.added.clear();
    return Object.fromEntries(sealed) as Record<string, string>;
  }

  private seal(value: string, placeholder: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.cipherKey, nonce).setAAD(this.placeOf(placeholder));
    return Buffer.concat([nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
  }

  /** Undefined for what was changed or moved. */
  private open(sealed: string, placeholder: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv(ALGORITHM, this.cipherKey, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(this.placeOf(placeholder)).setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const opened = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
      return Buffer.concat(opened).toString('utf8');
    } catch {
      return undefined;
    }
  }

  private placeOf(placeholder: string): Buffer {
    return Buffer.from(`${this.subject}/${placeholder}`);
  }
}

function derive(dataKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, '', purpose, 32));
}
