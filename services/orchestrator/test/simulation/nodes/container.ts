import type { Type } from '@nestjs/common';

import 'reflect-metadata';

type Token = unknown;

interface Recipe {
  readonly create: Type<object>;
  readonly needs: readonly Token[];
}

const recipes = new Map<Type<object>, Recipe>();

/**
 * Builds the real classes of a service from the constructor types that Nest would use, over what the simulation gives in
 * place of database, broker and clock. What is not given is built; so a new provider of a service needs nothing here.
 */
export class Container {
  private readonly made = new Map<Token, unknown>();

  constructor(given: readonly (readonly [Token, unknown])[]) {
    for (const [token, value] of given) this.made.set(token, value);
  }

  /** The one instance of a class. */
  get<T extends object>(wanted: Type<T>): T {
    const known = this.made.get(wanted);
    if (known !== undefined) return known as T;
    const { create, needs } = recipeOf(wanted);
    const instance = new create(...needs.map((need) => this.need(need, wanted)));
    this.made.set(wanted, instance);
    return instance as T;
  }

  /** Adds something that itself needed parts of this container. */
  give(token: Token, value: object): void {
    this.made.set(token, value);
  }

  /** What Nest does when every part is made. */
  initialise(): void {
    for (const part of [...this.made.values()]) (part as { onModuleInit?: () => void }).onModuleInit?.();
  }

  /** A new instance with some of its needs replaced; the container does not keep it. */
  build<T extends object>(wanted: Type<T>, replaced: readonly (readonly [Token, object])[]): T {
    const { create, needs } = recipeOf(wanted);
    const instead = new Map(replaced);
    return new create(...needs.map((need) => instead.get(need) ?? this.need(need, wanted))) as T;
  }

  private need(token: Token, by: Type<object>): unknown {
    const known = this.made.get(token);
    if (known !== undefined) return known;
    if (typeof token !== 'function' || token === Object) {
      throw new Error(`the simulation has nothing for ${String(token)}, which ${by.name} needs`);
    }
    return this.get(token as Type<object>);
  }
}

function recipeOf(wanted: Type<object>): Recipe {
  const known = recipes.get(wanted);
  if (known !== undefined) return known;
  const types = (Reflect.getMetadata('design:paramtypes', wanted) ?? []) as Token[];
  const named = (Reflect.getMetadata('self:paramtypes', wanted) ?? []) as { index: number; param: Token }[];
  const needs = types.map((type, index) => named.find((entry) => entry.index === index)?.param ?? type);
  if (needs.length < wanted.length)
    throw new Error(`${wanted.name} does not say what it needs: give it to the container`);
  const recipe = { create: wanted, needs };
  recipes.set(wanted, recipe);
  return recipe;
}
