import { Text, TextList } from '@botarmy/contracts';

/** Body of `PUT /api/groups/{group_name}`; the members replace those there were. */
export class GroupBody {
  @Text({ max: 200, optional: true }) title?: string;
  @TextList({ maxItems: 1_000, max: 128 }) members!: string[];
}
