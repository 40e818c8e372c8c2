import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** Query of `GET /simulator/calls`; calls have to match every given field. */
export class ListCallsQuery {
  @IsOptional()
  @IsIn(['openai', 'anthropic', 'google'])
  provider?: 'openai' | 'anthropic' | 'google';

  @IsOptional()
  @IsString()
  @MaxLength(200)
  model?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  task?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  idempotency_key?: string;

  @IsOptional()
  @IsIn(['running', 'completed', 'failed', 'client-left', 'stopped'])
  outcome?: 'running' | 'completed' | 'failed' | 'client-left' | 'stopped';

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  limit: number = 1000;
}
