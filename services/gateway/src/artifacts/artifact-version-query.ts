import { Count } from '@botarmy/contracts';

/** Which versions of an artifact to list: those below `before`. */
export class VersionPageQuery {
  @Count({ min: 1, max: 100, optional: true }) limit?: number;
  @Count({ min: 1, optional: true }) before?: number;
}

/** Two versions of an artifact, in the order in which the difference is read. */
export class CompareVersionsQuery {
  @Count({ min: 1 }) from!: number;
  @Count({ min: 1 }) to!: number;
}

/** Which version of an artifact; the newest when absent. */
export class ArtifactVersionQuery {
  @Count({ min: 1, optional: true }) version?: number;
}
