import { Body, Controller, Delete, Get, HttpCode, Put, Query, UseGuards } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';

import type { CallEntry } from '../calls/call-log';
import { CallLog } from '../calls/call-log';
import { ControlGuard } from './control.guard';
import { ListCallsQuery } from './list-calls.query';
import { parseRules, ScriptError } from './parse-script';
import type { RuleState } from './rule-book';
import { RuleBook } from './rule-book';
import type { Rule } from './script';

@Controller('simulator')
@UseGuards(ControlGuard)
export class ControlController {
  constructor(
    private readonly rules: RuleBook,
    private readonly log: CallLog,
  ) {}

  /** Replaces all rules and resets their counters. */
  @Put('script')
  replace(@Body() body: unknown): { rules: readonly RuleState[] } {
    this.rules.replace(readRules(body));
    return { rules: this.rules.list() };
  }

  @Get('script')
  show(): { rules: readonly RuleState[] } {
    return { rules: this.rules.list() };
  }

  @Delete('script')
  @HttpCode(204)
  clear(): void {
    this.rules.clear();
  }

  /** Newest first; `total` counts every call since the last clearing, `matching` those listed. */
  @Get('calls')
  calls(@Query() query: ListCallsQuery): { total: number; matching: number; calls: CallEntry[] } {
    const { limit, ...filter } = query;
    const calls = this.log.list(filter, limit);
    return { total: this.log.total, matching: calls.length, calls };
  }

  @Delete('calls')
  @HttpCode(204)
  clearCalls(): void {
    this.log.clear();
  }
}

function readRules(body: unknown): Rule[] {
  try {
    return parseRules(body);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    throw new Problem({
      status: 400,
      code: 'invalid-script',
      title: 'Invalid script',
      detail: error.message,
      cause: error,
    });
  }
}
