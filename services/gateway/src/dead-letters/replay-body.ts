import { DEAD_LETTER_SERVICES, OneOf, ReplayDeadLetterRequest } from '@botarmy/contracts';
import type { DeadLetterService } from '@botarmy/contracts';

/** Body of `POST /api/dead-letters/replay`: the names a listing gave. */
export class ReplayBody extends ReplayDeadLetterRequest {
  @OneOf(DEAD_LETTER_SERVICES) service!: DeadLetterService;
}
