import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { searchArtifacts } from '@botarmy/contracts';
import type { Caller, SearchArtifactsReply, SearchArtifactsRequest } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { SearchArtifacts } from './search-artifacts';

/** Answers searches; the tenant is always the caller's. */
@Controller()
export class SearchController {
  constructor(private readonly searching: SearchArtifacts) {}

  @Answers(searchArtifacts)
  search(@Payload() request: SearchArtifactsRequest, @AskedBy() caller: Caller): Promise<SearchArtifactsReply> {
    return this.searching.search(caller.tenant_id, request);
  }
}
