import { hasRole } from '@botarmy/contracts';
import type { Role } from '@botarmy/contracts';
import type { PolicyApprovers } from '@botarmy/process-engine';

/** A person as identity knows them now. */
export interface Person {
  readonly user_id: string;
  readonly user_name: string;
  readonly role: Role;
  readonly groups: readonly string[];
  readonly is_active: boolean;
}

/** Somebody who is away and whom another person may decide for, from one instant to another. */
export interface Delegator {
  readonly person: Person;
  /** ISO 8601 in UTC; both ends belong to it. */
  readonly from: string;
  readonly to: string;
}

/** True when one of the lists names an active person. */
export function isAmong(person: Person, approvers: readonly PolicyApprovers[]): boolean {
  return person.is_active && approvers.some((named) => isNamed(person, named));
}

function isNamed({ user_id, groups, role }: Person, named: PolicyApprovers): boolean {
  return (
    named.users?.includes(user_id) === true ||
    named.groups?.some((group) => groups.includes(group)) === true ||
    named.roles?.some((needed) => hasRole(role, needed)) === true
  );
}

/** The people named, in words. */
export function describeApprovers(approvers: readonly PolicyApprovers[]): string {
  const words = approvers.flatMap(({ users = [], groups = [], roles = [] }) => [
    ...users,
    ...groups.map((group) => `the group ${group}`),
    ...roles.map((role) => `the role ${role} or above`),
  ]);
  return [...new Set(words)].join(', ');
}
