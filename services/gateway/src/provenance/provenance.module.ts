import { Module } from '@nestjs/common';

import { ProvenanceController } from './provenance.controller';
import { TraceArtifact } from './trace-artifact';

@Module({ controllers: [ProvenanceController], providers: [TraceArtifact] })
export class ProvenanceModule {}
