import type { CompiledProcess, CompiledTask } from '../definition/compiled-process';
import type { ArtifactReference, ContractEvidence } from '../model/values';
import type { GateEvaluated } from './events';
import { stageOf } from './process-lookup';

/** What a gate found, without the names of whom it judged. */
export type GateVerdict = Pick<GateEvaluated['data'], 'gate_id' | 'kind' | 'passed' | 'evidence' | 'problems'>;

/** Every gate of the stage that concerns what this task produced. */
export function evaluateGates(
  task: CompiledTask,
  artifact: ArtifactReference,
  evidence: ContractEvidence,
  process: CompiledProcess,
): readonly GateVerdict[] {
  return stageOf(process, task.stage_id).gates.flatMap((gate): readonly GateVerdict[] => {
    switch (gate.kind) {
      case 'contract':
        return gate.task_ids.includes(task.id) ? [contractVerdict(gate.id, task, evidence)] : [];
      case 'artifact-present':
        return gate.paths.includes(task.output.path) ? [presenceVerdict(gate.id, artifact)] : [];
    }
  });
}

function contractVerdict(gateId: string, task: CompiledTask, evidence: ContractEvidence): GateVerdict {
  const { required_sections, max_words } = task.output;
  const problems = evidence.missing_sections.map((section) => `The section "${section}" is missing.`);
  if (evidence.words > max_words)
    problems.push(`The document has ${evidence.words} words; at most ${max_words} are allowed.`);
  for (const problem of evidence.problems ?? []) if (!problems.includes(problem)) problems.push(problem);
  if (!evidence.passed && problems.length === 0) problems.push('The document does not meet its output contract.');
  return {
    gate_id: gateId,
    kind: 'contract',
    passed: problems.length === 0,
    evidence: {
      words: evidence.words,
      max_words,
      required_sections: required_sections.length,
      missing_sections: evidence.missing_sections,
      repairs: evidence.repairs,
    },
    problems,
  };
}

function presenceVerdict(gateId: string, artifact: ArtifactReference): GateVerdict {
  const passed = artifact.size_bytes > 0;
  return {
    gate_id: gateId,
    kind: 'artifact-present',
    passed,
    evidence: { path: artifact.path, size_bytes: artifact.size_bytes, sha256: artifact.sha256 },
    problems: passed ? [] : [`The artifact ${artifact.path} is empty.`],
  };
}
