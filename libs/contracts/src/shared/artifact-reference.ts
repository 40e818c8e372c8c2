import { Count, Identifier, Text } from '../fields';

/** One stored version of an artifact: enough to fetch it by content and to check it. */
export class ArtifactReference {
  @Identifier() artifact_id!: string;
  @Identifier() version_id!: string;
  @Count({ min: 1 }) version!: number;
  /** Logical path inside the workflow, e.g. `requirements.md`. */
  @Text({ min: 1, max: 255 }) path!: string;
  /** Lower-case hexadecimal SHA-256 of the bytes. */
  @Text({ pattern: /^[0-9a-f]{64}$/ }) sha256!: string;
  @Count() size_bytes!: number;
}
