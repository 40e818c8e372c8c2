import { ArrayMaxSize, IsArray, IsObject, IsOptional } from 'class-validator';

import { JsonObject, Text } from '@botarmy/contracts';

/** Most messages of a thread that a client sends along. */
export const MOST_MESSAGES = 1_000;

/** Body of `POST /agui/…`: AG-UI's `RunAgentInput`. Its inside is checked by the protocol's own schema. */
export class AguiRunBody {
  @Text({ min: 1, max: 200 }) threadId!: string;
  @Text({ min: 1, max: 200 }) runId!: string;
  @Text({ max: 16, optional: true }) protocolVersion?: string;
  @Text({ max: 200, optional: true }) parentRunId?: string;
  @IsArray() @ArrayMaxSize(MOST_MESSAGES) @IsObject({ each: true }) messages!: object[];
  @IsOptional() @IsArray() @ArrayMaxSize(200) @IsObject({ each: true }) tools?: object[];
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsObject({ each: true }) context?: object[];
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsObject({ each: true }) resume?: object[];
  @JsonObject({ optional: true }) state?: Record<string, unknown>;
  @JsonObject({ optional: true }) forwardedProps?: Record<string, unknown>;
}
