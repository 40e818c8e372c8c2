import { Count, Text, Timestamp } from '../fields';

/** A document whose sources have changed since it was written. */
export class StaleArtifact {
  @Text({ max: 255 }) path!: string;
  /** The input that is new or itself stale. */
  @Text({ max: 255 }) because!: string;
  /** The document whose new version made this one stale, and that version. */
  @Text({ max: 255 }) changed_path!: string;
  @Count({ min: 1 }) changed_version!: number;
  @Timestamp() since!: string;
}
