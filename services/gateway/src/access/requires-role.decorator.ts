import type { Role } from '@botarmy/contracts';
import 'reflect-metadata';

/** Who may use a route or send a socket message: a least role, or anybody. */
export type AccessRequirement = Role | 'anonymous';

const ACCESS = Symbol('access');

/** Declares the least role of a route or socket message. */
export function RequiresRole(role: Role): MethodDecorator {
  return declare(role);
}

/** Declares that a route needs no session. */
export function Anonymous(): MethodDecorator {
  return declare('anonymous');
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
