import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { ArtifactSearchHit, SearchArtifactsReply, SearchArtifactsRequest } from '@botarmy/contracts';

import { artifactMetadata } from '../artifacts/artifact-metadata';
import type { VersionOfArtifact } from '../artifacts/artifact-metadata';
import { ArtifactRepository } from '../artifacts/artifact.repository';
import { ReadArtifacts } from '../artifacts/read-artifacts';
import { splitHighlights, withoutMarks } from './split-highlights';

const DEFAULT_LIMIT = 20;
/** Passages are looked for in the beginning of a document: finding the best one costs more than finding the document. */
const PASSAGE_CHARACTERS = 50_000;

interface Match {
  readonly artifact_id: string;
  readonly rank: number;
}

/** Full-text search over the newest versions of a tenant's artifacts. */
@Injectable()
export class SearchArtifacts {
  constructor(
    private readonly database: Database,
    private readonly repository: ArtifactRepository,
    private readonly reading: ReadArtifacts,
  ) {}

  async search(tenantId: string, request: SearchArtifactsRequest): Promise<SearchArtifactsReply> {
    const { text, workflow_id = null, agent_id = null, limit = DEFAULT_LIMIT, cursor } = request;
    const words = text.replaceAll('\0', ' ').toWellFormed();
    const [rank = null, after = null] = cursor?.split(':') ?? [];
    const page = [limit + 1, rank, after] as const;
    const [matches, [unindexed]] = await Promise.all([
      this.database.read<Match>('search_artifacts', tenantId, words, workflow_id, agent_id, ...page),
      this.database.read<{ waiting: number }>('count_unindexed', tenantId),
    ]);
    const shown = matches.slice(0, limit);
    const last = matches.length > limit ? shown.at(-1) : undefined;
    return {
      hits: await this.hitsOf(tenantId, words, shown),
      next_cursor: last === undefined ? null : `${last.rank}:${last.artifact_id}`,
      not_indexed: unindexed?.waiting ?? 0,
    };
  }

  private async hitsOf(tenantId: string, words: string, matches: readonly Match[]): Promise<ArtifactSearchHit[]> {
    if (matches.length === 0) return [];
    const found = await this.repository.newestOf(
      tenantId,
      matches.map(({ artifact_id }) => artifact_id),
    );
    // One that was removed since is no hit any more.
    const documents = matches.flatMap(({ artifact_id }) => found.get(artifact_id) ?? []);
    const bodies = await Promise.all(documents.map((document) => this.bodyOf(document)));
    const passages = await this.database.read<{ passage: string }>('highlight_texts', words, bodies);
    return documents.map((document, index) => ({
      artifact: artifactMetadata(document),
      passage: splitHighlights(passages[index]?.passage ?? ''),
    }));
  }

  private async bodyOf({ version }: VersionOfArtifact): Promise<string> {
    const text = await this.reading.textOrNothing(version.sha256);
    return withoutMarks(text.slice(0, PASSAGE_CHARACTERS)).toWellFormed().replaceAll('\0', ' ');
  }
}
