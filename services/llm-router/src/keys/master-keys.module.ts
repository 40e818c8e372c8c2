import { Module } from '@nestjs/common';

import { RouterConfig } from '../config';
import { MasterKeys } from './master-keys';

@Module({
  providers: [
    {
      provide: MasterKeys,
      inject: [RouterConfig],
      useFactory: ({ MASTER_KEYS }: RouterConfig) => MasterKeys.parse(MASTER_KEYS),
    },
  ],
  exports: [MasterKeys],
})
export class MasterKeysModule {}
