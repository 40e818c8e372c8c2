import { Module } from '@nestjs/common';

import { OpenapiController } from './openapi.controller';
import { PublicDocument } from './public-document';

@Module({ controllers: [OpenapiController], providers: [PublicDocument], exports: [PublicDocument] })
export class OpenapiModule {}
