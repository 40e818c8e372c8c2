import { Module } from '@nestjs/common';

import { OpenapiController } from './openapi.controller';
import { PublicDocument } from './public-document';
import { ReferencePageController } from './reference-page.controller';

@Module({
  controllers: [OpenapiController, ReferencePageController],
  providers: [PublicDocument],
  exports: [PublicDocument],
})
export class OpenapiModule {}
