import 'reflect-metadata';

/** The forms an environment string is converted to. `list` and `object` are written as JSON. */
export type ConfigValueType = 'string' | 'number' | 'boolean' | 'list' | 'object';

/** What the reference page says about one key. */
export interface ConfigKeyOptions {
  /** One sentence for the person who sets the key. */
  description: string;
  /** Secrets are never printed and have no default. */
  secret?: boolean;
  /** Used when the environment does not name the key; a property initializer does the same. */
  default?: unknown;
  /** Needed only where the TypeScript type is a union that leaves no design type behind. */
  type?: ConfigValueType;
}

const declaredKeys = new WeakMap<object, Map<string, ConfigKeyOptions>>();

/**
 * Declares one environment variable of a configuration class; the property name is the variable's name.
 * Validation stays with class-validator decorators on the same property. Throws when a secret has a default.
 */
export function ConfigKey(options: ConfigKeyOptions): PropertyDecorator {
  return (prototype, property) => {
    const key = String(property);
    if (options.secret && options.default !== undefined) {
      throw new Error(`${key} is a secret and must not have a default: remove one of the two`);
    }
    const own = declaredKeys.get(prototype) ?? new Map<string, ConfigKeyOptions>();
    own.set(key, options);
    declaredKeys.set(prototype, own);
  };
}

/** The declarations of a class and its parents, parents first. */
export function declaredConfigKeys(prototype: object): Map<string, ConfigKeyOptions> {
  const parent = Object.getPrototypeOf(prototype) as object | null;
  const inherited = parent === null ? new Map<string, ConfigKeyOptions>() : declaredConfigKeys(parent);
  for (const [key, options] of declaredKeys.get(prototype) ?? []) inherited.set(key, options);
  return inherited;
}
