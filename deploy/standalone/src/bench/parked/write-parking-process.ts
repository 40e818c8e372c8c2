import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { stringify } from 'yaml';

import { findCheckout } from '../../checkout';

/** The process whose workflows wait for a person between their two tasks. */
export const PARKING_PROCESS = 'parking';

/** Writes a folder of processes: the shipped agents, and a process of two tasks with an approval between them. */
export function writeParkingProcess(directory: string): void {
  cpSync(join(findCheckout(), 'processes'), directory, { recursive: true });
  const stage = (id: string, name: string, input: string): object => ({
    id,
    name,
    tasks: [
      {
        id: `${id}-plan`,
        kind: 'plan',
        name: `${name} Plan`,
        agent: 'analyst',
        description: 'Plan what is to be done.',
        inputs: [input],
        output: { path: `${id}_plan.md`, title: `${name} Plan`, required_sections: ['Result'], max_words: 100 },
        expected_minutes: 1,
      },
    ],
  });
  const definition = {
    schema_version: 1,
    name: PARKING_PROCESS,
    title: 'Parking',
    version: '1.0.0',
    description: 'Waits for a person after its first task.',
    inputs: [{ path: 'brief.md', title: 'Brief' }],
    stages: [stage('before', 'Before', 'brief.md'), stage('after', 'After', 'before_plan.md')],
    approvals: [{ after: 'before' }],
  };
  mkdirSync(join(directory, PARKING_PROCESS));
  writeFileSync(join(directory, PARKING_PROCESS, 'process.yaml'), stringify(definition));
}
