import { Module } from '@nestjs/common';

import { MembershipReader } from './memberships';

@Module({ providers: [MembershipReader], exports: [MembershipReader] })
export class PeopleModule {}
