import { S3Client } from '@aws-sdk/client-s3';

import { ConfigError } from '@botarmy/chassis';
import type { Clock } from '@botarmy/chassis';

import type { ArtifactsConfig } from '../config';
import type { BlobStore } from './blob-store';
import { FileBlobStore } from './file-blob-store';
import { S3BlobStore } from './s3-blob-store';

const CONNECT_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;

/** The blob store that is configured. @throws {ConfigError} when its place is missing. */
export async function openBlobStore(config: ArtifactsConfig, clock: Clock): Promise<BlobStore> {
  const { BLOB_STORE, BLOB_DIRECTORY = '' } = config;
  if (BLOB_STORE === 's3') return openS3(config, clock);
  if (BLOB_DIRECTORY === '') throw missing('BLOB_DIRECTORY', 'a folder that every replica shares');
  return FileBlobStore.open(BLOB_DIRECTORY);
}

function openS3(config: ArtifactsConfig, clock: Clock): BlobStore {
  const { S3_BUCKET: bucket = '', S3_REGION: region, S3_ENDPOINT: endpoint = '', S3_PREFIX = '' } = config;
  const { S3_ACCESS_KEY_ID: accessKeyId = '', S3_SECRET_ACCESS_KEY: secretAccessKey = '' } = config;
  if (bucket === '') throw missing('S3_BUCKET', 'the name of a bucket');
  const client = new S3Client({
    region,
    forcePathStyle: config.S3_FORCE_PATH_STYLE,
    maxAttempts: 4,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    // Checksums are made where they are wanted; older servers refuse the kind the client would add by itself.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === '' ? {} : { endpoint }),
    // Without keys the client finds those of the machine, for example of a Kubernetes service account.
    ...(accessKeyId === '' ? {} : { credentials: { accessKeyId, secretAccessKey } }),
  });
  const prefix = S3_PREFIX === '' || S3_PREFIX.endsWith('/') ? S3_PREFIX : `${S3_PREFIX}/`;
  return new S3BlobStore(client, { bucket, prefix }, clock);
}

function missing(key: string, meaning: string): ConfigError {
  return new ConfigError('ArtifactsConfig', [`${key} is missing: set it to ${meaning}`]);
}
