import { Count, Flag, Text } from '@botarmy/contracts';

/** Body of `PUT /api/artifacts/{artifact_id}/content`. */
export class EditArtifactBody {
  /** At most 512 KiB as UTF-8. */
  @Text({ min: 1, max: 524_288 }) content!: string;
  /** The version the person saw; another newest one refuses the edit. */
  @Count({ min: 1 }) base_version!: number;
  /** True: what was built from the old version is done again at once. */
  @Flag({ optional: true }) rerun?: boolean;
}
