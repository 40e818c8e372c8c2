import { getMetadataStorage } from 'class-validator';

import type { ConfigValueType } from './config-key';
import { declaredConfigKeys } from './config-key';

/** A class whose properties are environment variables. It needs a constructor without parameters. */
export type ConfigClass<TConfig extends object = object> = new () => TConfig;

/** One row of the generated configuration page. */
export interface ConfigKeyDescription {
  key: string;
  type: ConfigValueType;
  /** `undefined` when the key has none. */
  default: unknown;
  secret: boolean;
  required: boolean;
  description: string;
}

/** The environment variables a configuration class reads, inherited ones included, in alphabetical order. */
export function configKeys(configClass: ConfigClass): string[] {
  const validated = validationMetadata(configClass).map((metadata) => metadata.propertyName);
  return [...new Set([...declaredConfigKeys(prototypeOf(configClass)).keys(), ...validated])].sort();
}

/** Everything the reference page and the chart test need to know about a configuration class. */
export function describeConfig(configClass: ConfigClass): ConfigKeyDescription[] {
  const declared = declaredConfigKeys(prototypeOf(configClass));
  const defaults = new configClass() as Record<string, unknown>;
  const optional = new Set(
    validationMetadata(configClass)
      .filter((metadata) => metadata.type === 'conditionalValidation')
      .map((metadata) => metadata.propertyName),
  );
  return configKeys(configClass).map((key) => {
    const options = declared.get(key);
    const fallback = options?.default ?? defaults[key];
    return {
      key,
      type: options?.type ?? valueType(configClass, key, fallback),
      default: fallback,
      secret: options?.secret ?? false,
      required: fallback === undefined && !optional.has(key),
      description: options?.description ?? '',
    };
  });
}

function valueType(configClass: ConfigClass, key: string, fallback: unknown): ConfigValueType {
  const designType: unknown = Reflect.getMetadata('design:type', prototypeOf(configClass), key);
  if (designType === Number || typeof fallback === 'number') return 'number';
  if (designType === Boolean || typeof fallback === 'boolean') return 'boolean';
  if (designType === Array || Array.isArray(fallback)) return 'list';
  if (fallback !== null && typeof fallback === 'object') return 'object';
  return 'string';
}

function prototypeOf(configClass: ConfigClass): object {
  return configClass.prototype as object;
}

function validationMetadata(configClass: ConfigClass) {
  return getMetadataStorage().getTargetValidationMetadatas(configClass, '', false, false);
}
