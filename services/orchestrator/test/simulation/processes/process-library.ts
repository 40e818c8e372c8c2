import { loadProcess } from '@botarmy/process-engine';
import type { CompiledProcess } from '@botarmy/process-engine';

import { Random } from '../kernel/random';
import { processText } from './process-text';

const FAMILIES = 80;
const VERSIONS = 3;
const families: CompiledProcess[][] = [];

/** The processes of one run: some families, each with a current version and newer ones to come. */
export class ProcessLibrary {
  private readonly chosen: CompiledProcess[][];
  private readonly position = new Map<string, number>();
  private readonly byHash = new Map<string, CompiledProcess>();

  constructor(random: Random) {
    this.chosen = Array.from({ length: random.between(1, 2) }, () => random.pick(allFamilies()));
    for (const version of this.chosen.flat()) this.byHash.set(version.content_hash, version);
  }

  /** The current version of every family. */
  current(): CompiledProcess[] {
    return this.chosen.flatMap((family) => this.currentOf(family));
  }

  /** Publishes a newer version of some family; undefined when there is none. */
  change(random: Random): CompiledProcess | undefined {
    const family = random.pick(this.chosen);
    const name = family[0]?.name ?? '';
    const next = family[(this.position.get(name) ?? 0) + 1];
    if (next !== undefined) this.position.set(name, (this.position.get(name) ?? 0) + 1);
    return next;
  }

  /** The version with this hash. */
  pinned(contentHash: string): CompiledProcess {
    const process = this.byHash.get(contentHash);
    if (process === undefined) throw new Error(`no process of this run has the hash ${contentHash}`);
    return process;
  }

  /** Every pool of agents. */
  pools(): string[] {
    const agents = this.chosen.flat().flatMap((process) => Object.values(process.agents));
    return [...new Set(agents.map(({ pool }) => pool))].sort();
  }

  private currentOf(family: readonly CompiledProcess[]): CompiledProcess[] {
    const [first] = family;
    const current = first === undefined ? undefined : family[this.position.get(first.name) ?? 0];
    return current === undefined ? [] : [current];
  }
}

/** Compiled once per program: the same for every seed. */
function allFamilies(): CompiledProcess[][] {
  for (let family = families.length; family < FAMILIES; family += 1) {
    const random = new Random(family + 1);
    families.push(Array.from({ length: VERSIONS }, (_, index) => compiled(random, `p${family + 1}`, `1.${index}.0`)));
  }
  return families;
}

function compiled(random: Random, name: string, version: string): CompiledProcess {
  const text = processText(random, name, version);
  const result = loadProcess({
    process: { file: `${name}/process.yaml`, text: text.process },
    agents: text.agents.map((agent, index) => ({
      file: `agents/${index}/agent.yaml`,
      text: agent,
      prompt: 'You write.',
    })),
  });
  if (result.ok) return result.value;
  const problems = result.errors.map(({ file, line, message }) => `${file}:${line} ${message}`);
  throw new Error(`a drawn process is invalid:\n${problems.join('\n')}\n${text.process}`);
}
