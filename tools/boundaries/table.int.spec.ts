import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

interface Project {
  path: string;
  name: string;
  type: string | undefined;
  scope: string | undefined;
}
const { listProjects } = require('../workspace/projects.mjs') as { listProjects(): Project[] };
const table = require('./table.mjs') as {
  libraryImports: Record<string, string[]>;
  serviceImports: string[];
  hostImports: string[];
};

const root = join(__dirname, '../..');
const projects = listProjects();

function allowedReferences({ type, scope }: Project): string[] {
  if (type === 'lib') return table.libraryImports[scope ?? ''] ?? [];
  if (type === 'service') return table.serviceImports;
  const services = projects.filter((project) => project.type === 'service').map(({ path }) => basename(path));
  return [...table.hostImports, ...services];
}

describe('the table of allowed imports', () => {
  it('has a row for every library of the tree and no other', () => {
    const libraries = projects.filter(({ path }) => path.startsWith('libs/')).map(({ path }) => basename(path));
    expect(Object.keys(table.libraryImports).sort()).toEqual(libraries.sort());
  });

  it('has no circle between libraries', () => {
    const reach = (name: string, seen: string[]): void => {
      expect(seen).not.toContain(name);
      for (const next of table.libraryImports[name] ?? []) reach(next, [...seen, name]);
    };
    for (const name of Object.keys(table.libraryImports)) reach(name, []);
  });

  it.each(projects.map((project) => ({ ...project })))(
    'is what $path carries as tags',
    ({ path, name, type, scope }) => {
      const types: Record<string, string> = { libs: 'lib', services: 'service', deploy: 'host', frontend: 'frontend' };
      expect(type).toBe(types[path.split('/')[0] ?? '']);
      expect(scope).toBe(basename(path));
      expect(name).toBe(`@botarmy/${basename(path)}`);
    },
  );

  it.each(projects.filter(({ path }) => existsSync(join(root, path, 'tsconfig.json')) && path !== 'frontend'))(
    'allows every TypeScript reference of $path',
    (project) => {
      const text = readFileSync(join(root, project.path, 'tsconfig.json'), 'utf8');
      const { references = [] } = JSON.parse(text) as { references?: { path: string }[] };
      const names = references.map(({ path }) => basename(resolve(root, project.path, path)));
      expect(allowedReferences(project)).toEqual(expect.arrayContaining(names));
    },
  );
});
