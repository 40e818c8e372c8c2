import { RequestMethod } from '@nestjs/common';
import type { INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { MESSAGE_MAPPING_METADATA, MESSAGE_METADATA } from '@nestjs/websockets/constants';

import { accessOf } from './requires-role.decorator';
import type { AccessRequirement } from './requires-role.decorator';

/** A route or socket message and who may use it. */
export interface Entry {
  readonly kind: 'route' | 'message';
  /** HTTP method, or `WS`. */
  readonly method: string;
  /** Path with `{parameters}`, or the message's type. */
  readonly path: string;
  readonly access: AccessRequirement | undefined;
  /** `Controller.method`. */
  readonly handler: string;
  /** The method itself, which carries what its decorators declared. */
  readonly callback: object;
}

type Handler = Record<string, unknown> & object;

/** Every route and socket message of the application, sorted by path and method. */
export function listEntries(app: INestApplicationContext): Entry[] {
  const modules = [...app.get(ModulesContainer, { strict: false }).values()];
  const controllers = classesOf(modules.flatMap((module) => [...module.controllers.values()]));
  const gateways = classesOf(modules.flatMap((module) => [...module.providers.values()]));
  const entries = [
    ...controllers.flatMap((controller) => methodsOf(controller).flatMap((method) => routesOf(controller, method))),
    ...gateways.flatMap((gateway) => methodsOf(gateway).flatMap((method) => messagesOf(gateway, method))),
  ];
  return entries.sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
}

/** Throws when any entry declares no role, naming them all. */
export function assertEveryEntryDeclaresItsRole(entries: readonly Entry[]): void {
  const undeclared = entries.filter(({ access }) => access === undefined);
  if (undeclared.length === 0) return;
  const names = undeclared.map(({ method, path, handler }) => `${method} ${path} (${handler})`);
  throw new Error(`Declare @RequiresRole(…) or @Anonymous() on: ${names.join(', ')}.`);
}

function routesOf(controller: NamedClass, [name, callback]: [string, Handler]): Entry[] {
  const method: RequestMethod | undefined = Reflect.getMetadata(METHOD_METADATA, callback);
  if (method === undefined) return [];
  const handler = `${controller.name}.${name}`;
  const bases = pathsOf(Reflect.getMetadata(PATH_METADATA, controller));
  const ends = pathsOf(Reflect.getMetadata(PATH_METADATA, callback));
  return bases.flatMap((base) =>
    ends.map((end) => ({
      kind: 'route' as const,
      method: RequestMethod[method],
      path: `/${[base, end].filter((part) => part !== '').join('/')}`.replace(/:(\w+)/g, '{$1}'),
      access: accessOf(callback),
      handler,
      callback,
    })),
  );
}

function messagesOf(gateway: NamedClass, [name, callback]: [string, Handler]): Entry[] {
  if (Reflect.getMetadata(MESSAGE_MAPPING_METADATA, callback) !== true) return [];
  const path = String(Reflect.getMetadata(MESSAGE_METADATA, callback));
  return [
    { kind: 'message', method: 'WS', path, access: accessOf(callback), handler: `${gateway.name}.${name}`, callback },
  ];
}

type NamedClass = { readonly name: string; readonly prototype: object };

/** Factories and values have no methods a client could reach. */
function classesOf(wrappers: readonly { readonly metatype: unknown }[]): NamedClass[] {
  return wrappers
    .map(({ metatype }) => metatype)
    .filter((metatype): metatype is NamedClass => typeof metatype === 'function' && metatype.prototype !== undefined);
}

function methodsOf(metatype: NamedClass): [string, Handler][] {
  const prototype = metatype.prototype as Record<string, Handler>;
  return new MetadataScanner()
    .getAllMethodNames(prototype)
    .flatMap((name) => (prototype[name] === undefined ? [] : [[name, prototype[name]] as [string, Handler]]));
}

function pathsOf(metadata: unknown): string[] {
  const paths = Array.isArray(metadata) ? metadata : [metadata];
  return paths.map((path) => String(path ?? '').replace(/^\/+|\/+$/g, ''));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
