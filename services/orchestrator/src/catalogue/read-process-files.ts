import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ProcessFiles } from '@botarmy/process-engine';

/**
 * Reads every process under a folder together with all agents: `<process>/process.yaml`, `examples/<process>/process.yaml`,
 * `agents/<agent>/agent.yaml` and `agents/<agent>/prompt.md`.
 */
export async function readProcessFiles(directory: string): Promise<ProcessFiles[]> {
  const agents = await readAgents(directory);
  const [shipped, examples] = await Promise.all([
    readEach(directory, 'process.yaml'),
    readEach(join(directory, 'examples'), 'process.yaml'),
  ]);
  const processes = [...shipped, ...examples];
  return processes.map((process) => ({ process, agents }));
}

async function readAgents(directory: string): Promise<ProcessFiles['agents']> {
  const agents = await readEach(join(directory, 'agents'), 'agent.yaml');
  return Promise.all(
    agents.map(async ({ file, text }) => ({ file, text, prompt: await readOptional(join(file, '..', 'prompt.md')) })),
  );
}

async function readEach(directory: string, name: string): Promise<{ file: string; text: string }[]> {
  const entries = await foldersOf(directory);
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const files = await Promise.all(
    folders.sort().map(async (folder) => {
      const file = join(directory, folder, name);
      return { file, text: await readOptional(file) };
    }),
  );
  return files.filter(({ text }) => text !== '');
}

async function foldersOf(directory: string): Promise<Dirent[]> {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    // Not every installation ships examples, or agents.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function readOptional(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
