import { Injectable } from '@nestjs/common';

import type { ProviderName } from '../calls/simulated-call';
import type { Rule, Script } from './script';

/** By what a call is matched. */
export interface CallTraits {
  readonly provider: ProviderName;
  readonly model: string;
  readonly task: string | undefined;
  readonly agent: string | undefined;
}

/** A rule with how often it matched and applied since it was set. */
export interface RuleState {
  readonly rule: Rule;
  readonly matched: number;
  readonly applied: number;
}

/** The rules of the control endpoint; the first that applies to a call decides. */
@Injectable()
export class RuleBook {
  private states: { rule: Rule; matched: number; applied: number }[] = [];

  /** Replaces all rules and starts counting again. */
  replace(rules: readonly Rule[]): void {
    this.states = rules.map((rule) => ({ rule, matched: 0, applied: 0 }));
  }

  clear(): void {
    this.states = [];
  }

  list(): readonly RuleState[] {
    return this.states;
  }

  /** Counts the call on every rule it matches and returns the script of the first that applies. */
  scriptFor(call: CallTraits): Script | undefined {
    let script: Script | undefined;
    for (const state of this.states) {
      const { match, times } = state.rule;
      if (!hasTraits(match, call)) continue;
      state.matched += 1;
      if (script || (match.call !== undefined && match.call !== state.matched)) continue;
      if (times !== undefined && state.applied >= times) continue;
      state.applied += 1;
      script = state.rule.script;
    }
    return script;
  }
}

function hasTraits(match: Rule['match'], call: CallTraits): boolean {
  return (
    (match.provider === undefined || match.provider === call.provider) &&
    (match.model === undefined || match.model === call.model) &&
    (match.task === undefined || match.task === call.task) &&
    (match.agent === undefined || match.agent === call.agent)
  );
}
