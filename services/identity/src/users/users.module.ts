import { Module } from '@nestjs/common';

import { PrismaModule } from '../database/prisma.module';
import { PasswordHasher } from '../passwords/password-hasher';
import { UserStore } from './user-store';
import { UserRepository } from './user.repository';

@Module({
  imports: [PrismaModule],
  providers: [PasswordHasher, UserRepository, UserStore],
  exports: [PasswordHasher, UserRepository, UserStore],
})
export class UsersModule {}
