import { Module } from '@nestjs/common';

import { CatalogueModule } from '../catalogue/catalogue.module';
import { PrismaModule } from '../database/prisma.module';
import { PublishingModule } from '../publishing/publishing.module';
import { RecordModule } from '../record/record.module';
import { WorkflowModule } from '../workflow/workflow.module';
import { ProcessVariants } from './process-variants';
import { WhatIfRuns } from './what-if-runs';
import { WhatIfWorld } from './what-if-world';
import { WhatIfController } from './what-if.controller';
import { WhatIfRepository } from './what-if.repository';

@Module({
  imports: [CatalogueModule, PrismaModule, PublishingModule, RecordModule, WorkflowModule],
  controllers: [WhatIfController],
  providers: [ProcessVariants, WhatIfRepository, WhatIfRuns, WhatIfWorld],
  exports: [ProcessVariants],
})
export class WhatIfModule {}
