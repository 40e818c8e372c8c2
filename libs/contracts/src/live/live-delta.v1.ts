import { Count, Identifier, Text } from '../fields';

/**
 * A piece of an answer while it is written: may be dropped, is repaired by a snapshot. Travels on
 * `live.<tenant>.<workflow>` without any store.
 */
export class LiveDelta {
  @Identifier() workflow_id!: string;
  @Identifier() task_id!: string;
  @Identifier() agent_id!: string;
  @Count({ min: 1 }) attempt!: number;
  /** 1 for the first answer, 2 for the first repair, … */
  @Count({ min: 1 }) turn!: number;
  /** Position of `text` in the turn's whole text, in UTF-16 code units. */
  @Count() offset!: number;
  @Text({ max: 65_536 }) text!: string;
}
