import { Module } from '@nestjs/common';

import { ArtifactsModule } from '../artifacts/artifacts.module';
import { IndexLoop } from './index-loop';
import { SearchArtifacts } from './search-artifacts';
import { SearchController } from './search.controller';
import { TextIndexer } from './text-indexer';

@Module({
  imports: [ArtifactsModule],
  controllers: [SearchController],
  providers: [IndexLoop, SearchArtifacts, TextIndexer],
})
export class SearchModule {}
