import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, OneOf, Text, TextList, Timestamp } from '../fields';
import { ROLES } from '../roles';
import type { Role } from '../roles';

/** A named set of people. */
export class GroupView {
  /** Its name, unique in the tenant. */
  @Identifier() name!: string;
  @Text({ max: 200 }) title!: string;
  /** Ids of users. */
  @TextList({ maxItems: 1_000, max: 128 }) members!: string[];
  /** Grows by one with every change. */
  @Count({ min: 1 }) version!: number;
  @Timestamp() updated_at!: string;
}
/** Every group; there are at most a few hundred. */
export class ListGroupsRequest {}
/** The groups of a tenant by name. */
export class ListGroupsReply {
  @ListOf(() => GroupView) groups!: GroupView[];
}
/** Lists the tenant's groups. */
export const listGroups = defineQuestion({
  answeredBy: 'identity',
  askedBy: ['gateway'],
  entity: 'group',
  verb: 'list',
  version: 1,
  request: ListGroupsRequest,
  reply: ListGroupsReply,
  role: 'viewer',
});

/** A group as it shall be; members replace those there were. */
export class SetGroupRequest {
  @Identifier() name!: string;
  @Text({ max: 200, optional: true }) title?: string;
  @TextList({ maxItems: 1_000, max: 128 }) members!: string[];
}
/** Creates or replaces a group. */
export const setGroup = defineQuestion({
  answeredBy: 'identity',
  askedBy: ['gateway'],
  entity: 'group',
  verb: 'set',
  version: 1,
  request: SetGroupRequest,
  reply: GroupView,
  role: 'admin',
});

/** Names a group. */
export class RemoveGroupRequest {
  @Identifier() name!: string;
}
/** Whether there was such a group. */
export class RemoveGroupReply {
  @Flag() removed!: boolean;
}
/** Removes a group; nobody decides through it any more. */
export const removeGroup = defineQuestion({
  answeredBy: 'identity',
  askedBy: ['gateway'],
  entity: 'group',
  verb: 'remove',
  version: 1,
  request: RemoveGroupRequest,
  reply: RemoveGroupReply,
  role: 'admin',
});

/** Whom and which groups to look up. */
export class ReadMembershipsRequest {
  @TextList({ maxItems: 200, max: 128 }) user_ids!: string[];
  @TextList({ maxItems: 100, max: 128 }) groups!: string[];
}
/** A person as they are now. */
export class MembershipView {
  @Identifier() user_id!: string;
  @Text({ max: 200 }) user_name!: string;
  @OneOf(ROLES) role!: Role;
  @Flag() is_active!: boolean;
  @TextList({ max: 128 }) groups!: string[];
}
/** The version of a group; 0 for one that is not there. */
export class GroupVersion {
  @Identifier() name!: string;
  @Count() version!: number;
}
/** Unknown users are left out; every group asked for has a version. */
export class ReadMembershipsReply {
  @ListOf(() => MembershipView) people!: MembershipView[];
  @ListOf(() => GroupVersion) groups!: GroupVersion[];
}
/** Who people are and which groups they belong to, for whoever checks a decision. */
export const readMemberships = defineQuestion({
  answeredBy: 'identity',
  askedBy: ['hitl'],
  entity: 'group',
  verb: 'read-memberships',
  version: 1,
  request: ReadMembershipsRequest,
  reply: ReadMembershipsReply,
  role: 'viewer',
});
