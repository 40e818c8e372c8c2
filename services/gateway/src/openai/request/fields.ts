import { requestFault } from './request-fault';

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * Reads the fields of one object of a request, field by field; null counts as absent. What is not read in the end is refused by name, so
 * that no option is lost in silence.
 */
export class Fields {
  private readonly unread: Set<string>;

  private constructor(
    private readonly value: Readonly<Record<string, unknown>>,
    readonly path: string,
  ) {
    this.unread = new Set(Object.keys(value));
  }

  /** @throws {Problem} 400 when it is no object. */
  static of(value: unknown, path: string): Fields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return new Fields(value as Record<string, unknown>, path);
    }
    throw requestFault('invalid-type', path, `Invalid type for '${path || 'body'}': send an object.`);
  }

  /** The parameter's name as the caller knows it. */
  pathOf(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  /** The value as it is; undefined when absent. */
  raw(name: string): unknown {
    this.unread.delete(name);
    const value = Object.hasOwn(this.value, name) ? this.value[name] : undefined;
    return value === null ? undefined : value;
  }

  /** The value as it is, which must be there. */
  required(name: string): unknown {
    const value = this.raw(name);
    if (value !== undefined) return value;
    const path = this.pathOf(name);
    throw requestFault('missing-required-parameter', path, `Missing required parameter: '${path}'.`);
  }

  text(name: string, { min = 0, max = 900_000 }: Bounds = {}): string | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw this.wrongType(name, 'a string');
    if (value.length < min || value.length > max) {
      throw this.wrongValue(name, `must have ${min} to ${max} characters`);
    }
    return value;
  }

  requiredText(name: string, bounds: Bounds = {}): string {
    this.required(name);
    return this.text(name, { min: 1, ...bounds }) ?? '';
  }

  integer(name: string, bounds: Bounds): number | undefined {
    const value = this.decimal(name, bounds);
    if (value !== undefined && !Number.isInteger(value)) throw this.wrongType(name, 'a whole number');
    return value;
  }

  decimal(name: string, { min = -Infinity, max = Infinity }: Bounds): number | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number') throw this.wrongType(name, 'a number');
    if (value < min) throw this.wrongValue(name, `must be at least ${min}, not ${value}`);
    if (value > max) throw this.wrongValue(name, `must be at most ${max}, not ${value}`);
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value !== undefined && typeof value !== 'boolean') throw this.wrongType(name, 'true or false');
    return value;
  }

  oneOf<TWord extends string>(name: string, words: readonly TWord[]): TWord | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw this.wrongValue(name, `must be one of ${words.join(', ')}`);
    return word;
  }

  /** A list of bounded length; undefined when absent. */
  list(name: string, { min = 0, max = 500 }: Bounds = {}): readonly unknown[] | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.wrongType(name, 'a list');
    if (value.length < min) throw this.wrongValue(name, `must have at least ${min} ${min === 1 ? 'item' : 'items'}`);
    if (value.length > max) throw this.wrongValue(name, `must have at most ${max} items`);
    return value;
  }

  object(name: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    Fields.of(value, this.pathOf(name));
    return value as Record<string, unknown>;
  }

  /** The fields of an object inside; undefined when absent. */
  inside(name: string): Fields | undefined {
    const value = this.raw(name);
    return value === undefined ? undefined : Fields.of(value, this.pathOf(name));
  }

  /** Fields that change nothing about the answer. */
  ignore(...names: string[]): void {
    for (const name of names) this.unread.delete(name);
  }

  /** An option that is taken only where it asks for nothing out of the ordinary. */
  only(name: string, isOrdinary: (value: unknown) => boolean): void {
    const value = this.raw(name);
    if (value === undefined || isOrdinary(value)) return;
    const path = this.pathOf(name);
    throw requestFault(
      'unsupported-parameter',
      path,
      `Unsupported parameter: '${path}' is not offered with this value.`,
    );
  }

  /** @throws {Problem} 400 for a field that was not read. */
  end(): void {
    const [name] = this.unread;
    if (name === undefined) return;
    const path = this.pathOf(name.slice(0, 64));
    throw requestFault('unknown-parameter', path, `Unknown parameter: '${path}'.`);
  }

  wrongValue(name: string, what: string): Error {
    const path = this.pathOf(name);
    return requestFault('invalid-value', path, `Invalid value for '${path}': it ${what}.`);
  }

  private wrongType(name: string, what: string): Error {
    const path = this.pathOf(name);
    return requestFault('invalid-type', path, `Invalid type for '${path}': send ${what}.`);
  }
}
