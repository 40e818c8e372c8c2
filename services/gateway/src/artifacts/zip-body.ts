import { Text, TextList } from '@botarmy/contracts';

/** Body of `POST /api/artifacts/zip`. */
export class ZipArtifactsBody {
  /** Ids of up to 200 artifacts, of any workflows; each at its newest version. */
  @TextList({ maxItems: 200, max: 64 }) artifact_ids!: string[];
  /** Name of the file without `.zip`. */
  @Text({ min: 1, max: 100, pattern: /^[\w.-]+$/, optional: true }) name?: string;
}
