import type { CompiledProcess } from '../definition/compiled-process';
import type { JsonRecord } from '../model/json-value';
import type { WorkflowState } from './workflow';

/** The typed inputs of a workflow that another version of its process takes as well. */
export function keptInputs(state: WorkflowState, to: CompiledProcess): JsonRecord {
  const declared = (to.inputs ?? []).map((input) => input.name);
  return Object.fromEntries(Object.entries(state.inputs).filter(([name]) => declared.includes(name)));
}
