import { Injectable } from '@nestjs/common';

import { ConfigurationInForce } from '@botarmy/messaging';

import { ArtifactsConfig } from '../config';
import { Scanner } from './scanner/scanner';

/** Refused tries of an hour that stay without a longer wait (specification §8.1.2). */
const BURST_ALLOWANCE = 2;

/** How many uploads may be begun in an hour. */
export interface UploadLimits {
  readonly ofUser: number;
  readonly ofAll: number;
  readonly burst: number;
}

/** What holds for uploads right now. */
@Injectable()
export class UploadRules {
  constructor(
    private readonly config: ArtifactsConfig,
    private readonly configuration: ConfigurationInForce,
    private readonly scanner: Scanner,
  ) {}

  get maxBytes(): number {
    return this.config.UPLOAD_MAX_BYTES;
  }

  /** False when nobody could ever release a file. */
  get isOpen(): boolean {
    return this.scanner.isConfigured || this.isUnscannedAllowed;
  }

  /** True where files are released without a scan. */
  get isUnscannedAllowed(): boolean {
    return !this.scanner.isConfigured && this.config.UPLOAD_UNSCANNED === 'allow';
  }

  limits(tenantId: string): UploadLimits {
    return {
      ofUser: Number(this.configuration.of(tenantId)['rate_limits.uploads_per_hour_per_user']),
      ofAll: Number(this.configuration.installation['rate_limits.uploads_per_hour']),
      burst: BURST_ALLOWANCE,
    };
  }
}
