import { Module } from '@nestjs/common';

import { StopsInForce } from './stops-in-force';

@Module({ providers: [StopsInForce], exports: [StopsInForce] })
export class StopsModule {}
