import { Flag, Identifier, TextList } from '@botarmy/contracts';

/** Body of `POST /api/processes/{process_name}/migrate`. */
export class MigrateWorkflowsBody {
  /** When absent, the 200 oldest that run on another version. */
  @TextList({ optional: true, maxItems: 200, max: 64 }) workflow_ids?: string[];
  /** The page goes on after this workflow. */
  @Identifier({ optional: true }) after?: string;
  /** True, the default: only says what would happen. */
  @Flag({ optional: true }) dry_run?: boolean;
}
