import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';

import { ConfigKey, ServiceConfig } from '@botarmy/chassis';

/** Environment of artifacts. */
export class ArtifactsConfig extends ServiceConfig {
  @ConfigKey({
    description: 'Where bytes are stored: filesystem (BLOB_DIRECTORY) or s3 (S3_BUCKET and the keys beside it).',
  })
  @IsIn(['filesystem', 's3'])
  BLOB_STORE: 'filesystem' | 's3' = 'filesystem';

  @ConfigKey({
    description: 'Folder of the stored bytes, with BLOB_STORE=filesystem; replicas share it.',
    type: 'string',
  })
  @ValidateIf(({ BLOB_STORE }: ArtifactsConfig) => BLOB_STORE !== 's3')
  @IsString()
  @MinLength(1)
  BLOB_DIRECTORY?: string;

  @ConfigKey({ description: 'Bucket of the stored bytes, with BLOB_STORE=s3.', type: 'string' })
  @ValidateIf(({ BLOB_STORE }: ArtifactsConfig) => BLOB_STORE === 's3')
  @Matches(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
    message: 'S3_BUCKET must name a bucket, for example botarmy-artifacts',
  })
  S3_BUCKET?: string;

  @ConfigKey({ description: 'Region of the bucket.' })
  @IsString()
  S3_REGION: string = 'us-east-1';

  @ConfigKey({ description: "Address of a server that speaks S3; empty for Amazon's own.", type: 'string' })
  @IsOptional()
  @Matches(/^(https?:\/\/[^\s]{1,200})?$/, {
    message: 'S3_ENDPOINT must be a URL such as https://minio.example.com:9000',
  })
  S3_ENDPOINT?: string;

  @ConfigKey({ description: 'Put before every key, so that a bucket can be shared.', type: 'string' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9._/-]{0,200}$/, { message: 'S3_PREFIX may hold letters, digits, ".", "_", "-" and "/"' })
  S3_PREFIX?: string;

  @ConfigKey({ description: 'True for servers that take the bucket in the path, such as MinIO.' })
  @IsBoolean()
  S3_FORCE_PATH_STYLE: boolean = false;

  @ConfigKey({
    description: "Access key of the bucket; without one the machine's own identity is used.",
    secret: true,
    type: 'string',
  })
  @IsOptional()
  @IsString()
  S3_ACCESS_KEY_ID?: string;

  @ConfigKey({ description: 'Secret of S3_ACCESS_KEY_ID.', secret: true, type: 'string' })
  @IsOptional()
  @IsString()
  S3_SECRET_ACCESS_KEY?: string;

  @ConfigKey({ description: 'Hours after which stored bytes that no version names are removed.' })
  @IsInt()
  @Min(1)
  @Max(8_760)
  BLOB_ORPHAN_AGE_HOURS: number = 24;

  @ConfigKey({ description: 'Bytes an uploaded file may have; 1 MiB by default, 16 MiB at most.' })
  @IsInt()
  @Min(1_024)
  @Max(16_777_216)
  UPLOAD_MAX_BYTES: number = 1_048_576;

  @ConfigKey({
    description:
      "ClamAV's daemon as host:port or unix:/path. Without one uploads are not scanned: see UPLOAD_UNSCANNED.",
    type: 'string',
  })
  @IsOptional()
  @Matches(/^(unix:\/[^\0]{1,200}|[A-Za-z0-9.:[\]_-]{1,250}:\d{1,5})?$/, {
    message: 'CLAMD_ADDRESS must be host:port, for example clamd:3310, or unix:/path/of/the/socket',
  })
  CLAMD_ADDRESS?: string;

  @ConfigKey({ description: 'Milliseconds in which the scanner must have read a file and answered.' })
  @IsInt()
  @Min(100)
  @Max(120_000)
  CLAMD_TIMEOUT_MS: number = 30_000;

  @ConfigKey({ description: 'Without a scanner: allow releases uploads marked as unscanned, refuse takes none.' })
  @IsIn(['allow', 'refuse'])
  UPLOAD_UNSCANNED: 'allow' | 'refuse' = 'refuse';

  @ConfigKey({ description: 'Milliseconds in which the text of an upload must be found.' })
  @IsInt()
  @Min(100)
  @Max(120_000)
  UPLOAD_TEXT_TIMEOUT_MS: number = 20_000;
}
