import { Controller, Delete, Get, HttpCode, Put } from '@nestjs/common';

import { GroupView, listGroups, ListGroupsReply, removeGroup, RemoveGroupReply, setGroup } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathName, ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { GroupBody } from './group-body';

/** Groups of people whom approval policies name. */
@Controller('api/groups')
export class GroupsController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({ operationId: 'listGroups', summary: 'List groups of people with their members', reply: ListGroupsReply })
  list(@CurrentCaller() caller: Caller): Promise<ListGroupsReply> {
    return this.asker.ask(listGroups, {}, caller);
  }

  @Put(':group_name')
  @RequiresRole('admin')
  @Describes({
    operationId: 'setGroup',
    summary: 'Create a group or replace its members',
    parameters: ['group_name'],
    body: GroupBody,
    reply: GroupView,
    problems: { 404: ['unknown-group'], 422: ['unknown-members'] },
  })
  set(
    @PathName('group_name') name: string,
    @ShapedBody(GroupBody) body: GroupBody,
    @CurrentCaller() caller: Caller,
  ): Promise<GroupView> {
    return this.asker.ask(setGroup, { name, ...body }, caller);
  }

  @Delete(':group_name')
  @HttpCode(200)
  @RequiresRole('admin')
  @Describes({
    operationId: 'removeGroup',
    summary: 'Remove a group; nobody decides through it any more',
    parameters: ['group_name'],
    reply: RemoveGroupReply,
    problems: { 404: ['unknown-group'] },
  })
  remove(@PathName('group_name') name: string, @CurrentCaller() caller: Caller): Promise<RemoveGroupReply> {
    return this.asker.ask(removeGroup, { name }, caller);
  }
}
