import type { DefinitionResult } from '../definition/definition-error';
import { ErrorCollector } from '../definition/definition-source';
import { parseDefinition } from '../definition/parse-definition';
import { scenariosDeclaration } from './scenario-definition';
import type { ScenarioFile } from './scenario-definition';

/** Reads a scenarios.yaml; `file` is only named in errors. */
export function parseScenarios(text: string, options: { readonly file: string }): DefinitionResult<ScenarioFile> {
  const parsed = parseDefinition(text, options.file, scenariosDeclaration);
  if (!parsed.ok) return parsed;
  const { definition, positions } = parsed.value;
  const errors = new ErrorCollector(positions);
  definition.scenarios.forEach((scenario, index) => {
    for (const part of ['given', 'when'] as const) {
      scenario[part].forEach((step, stepIndex) => {
        if (Object.keys(step).length === 1) return;
        const at = ['scenarios', index, part, stepIndex];
        errors.add(at, 'invalid-step', 'A step has exactly one field.', 'Write one thing that happens per list item.');
      });
    }
  });
  return errors.errors.length > 0 ? { ok: false, errors: errors.errors } : { ok: true, value: definition };
}
