import type { Role } from '@botarmy/contracts';
import 'reflect-metadata';

/** Who may use a route or send a socket message: a least role, anybody, or whoever holds a key of the OpenAI-compatible door. */
export type AccessRequirement = Role | 'anonymous' | 'virtual-key';

const ACCESS = Symbol('access');

/** Declares the least role of a route or socket message. */
export function RequiresRole(role: Role): MethodDecorator {
  return declare(role);
}

/** Declares that a route needs no session. */
export function Anonymous(): MethodDecorator {
  return declare('anonymous');
}

/** Declares that a route is for programs that hold a key of the OpenAI-compatible door, and for nobody else. */
export function RequiresVirtualKey(): MethodDecorator {
  return declare('virtual-key');
}

/** What a handler declared; undefined when it declared nothing, which nobody is allowed to use. */
export function accessOf(handler: object): AccessRequirement | undefined {
  return Reflect.getMetadata(ACCESS, handler) as AccessRequirement | undefined;
}

function declare(access: AccessRequirement): MethodDecorator {
  return (_target, _key, descriptor: PropertyDescriptor) => {
    Reflect.defineMetadata(ACCESS, access, descriptor.value as object);
  };
}
