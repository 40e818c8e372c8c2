import { Module } from '@nestjs/common';

import { ProcessCatalogue } from './process-catalogue';
import { ProcessVersions } from './process-versions';

@Module({ providers: [ProcessCatalogue, ProcessVersions], exports: [ProcessCatalogue, ProcessVersions] })
export class CatalogueModule {}
