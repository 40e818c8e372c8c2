import { Count } from '@botarmy/contracts';

/** Which version of an artifact; the newest when absent. */
export class ArtifactVersionQuery {
  @Count({ min: 1, optional: true }) version?: number;
}
