import { IsInt, IsString, Max, Min, MinLength } from 'class-validator';

import { ConfigKey, ServiceConfig } from '@botarmy/chassis';

/** Environment of artifacts. */
export class ArtifactsConfig extends ServiceConfig {
  @ConfigKey({ description: 'Folder of the stored bytes; replicas share it.' })
  @IsString()
  @MinLength(1)
  BLOB_DIRECTORY!: string;

  @ConfigKey({ description: 'Hours after which stored bytes that no version names are removed.' })
  @IsInt()
  @Min(1)
  @Max(8_760)
  BLOB_ORPHAN_AGE_HOURS: number = 24;
}
