/**
 * Which project may import which: the table of the architecture page, in code. ESLint (through Nx tags) and dependency-cruiser both
 * read it, so an edge is allowed or refused in one place.
 */

/** What the production code of each library may import of ours. */
export const libraryImports = {
  contracts: [],
  'process-engine': [],
  chassis: [],
  sdk: [],
  'embedded-infrastructure': [],
  messaging: ['contracts', 'chassis'],
  cli: ['sdk', 'process-engine'],
  testing: ['contracts', 'chassis', 'process-engine', 'embedded-infrastructure', 'messaging', 'sdk', 'cli'],
};

const libraries = Object.keys(libraryImports);

/** Libraries that belong to tests, to the host or to clients and so stay out of the services' production code. */
const notInServices = ['testing', 'embedded-infrastructure', 'cli', 'sdk'];

/** What the production code of a service may import. */
export const serviceImports = libraries.filter((name) => !notInServices.includes(name));

/** What the host may import besides every service's package name. */
export const hostImports = libraries.filter((name) => name !== 'testing');

/** What the console may import. */
export const frontendImports = ['sdk'];

const scopes = (names) => names.map((name) => `scope:${name}`);

/**
 * Constraints for `@nx/enforce-module-boundaries`. `isTest` adds what specs may import besides: `testing` with all it stands on, and, for
 * the host, nothing more.
 */
export function tagConstraints({ isTest = false } = {}) {
  const withTests = (names) => (isTest ? [...new Set([...names, ...libraryImports.testing, 'testing'])] : names);
  return [
    ...libraries.map((name) => ({
      sourceTag: `scope:${name}`,
      onlyDependOnLibsWithTags: scopes(withTests(libraryImports[name])),
    })),
    { sourceTag: 'type:service', onlyDependOnLibsWithTags: scopes(withTests(serviceImports)) },
    { sourceTag: 'type:host', onlyDependOnLibsWithTags: ['type:service', ...scopes(withTests(hostImports))] },
    { sourceTag: 'type:frontend', onlyDependOnLibsWithTags: scopes(frontendImports) },
  ];
}

const testFile = '\\.(spec|fixture)\\.ts$|/test/';
const folderOf = (names) => (names.length === 0 ? [] : [`libs/(${names.join('|')})/`]);

function rule(name, from, allowed) {
  const to = { path: '^(libs|services|frontend|deploy/standalone)/', pathNot: [...folderOf(allowed), ...from.own] };
  return {
    name,
    comment: 'The table of allowed imports is tools/boundaries/table.mjs.',
    severity: 'error',
    from: { path: from.path, pathNot: from.pathNot ?? [] },
    to: { path: to.path, pathNot: to.pathNot.map((path) => `^${path}`) },
  };
}

/** The same table as forbidden edges for dependency-cruiser. */
export function forbiddenEdges() {
  const inTests = [...libraryImports.testing, 'testing'];
  const perLibrary = libraries.flatMap((name) => {
    const own = [`libs/${name}/`];
    const path = `^libs/${name}/`;
    return [
      rule(`boundary-${name}`, { path, pathNot: [testFile], own }, libraryImports[name]),
      rule(`boundary-${name}-specs`, { path: `${path}.*(${testFile})`, own }, inTests),
    ];
  });
  const service = { path: '^services/([^/]+)/', own: ['services/$1/'] };
  const host = { path: '^deploy/standalone/', own: ['deploy/standalone/', 'services/[^/]+/src/bootstrap\\.ts$'] };
  return [
    ...perLibrary,
    rule('boundary-services', { ...service, pathNot: [testFile] }, serviceImports),
    rule('boundary-services-specs', { ...service, path: `^services/([^/]+)/.*(${testFile})` }, inTests),
    rule('boundary-host', { ...host, pathNot: [testFile] }, hostImports),
    rule('boundary-host-specs', { ...host, path: `^deploy/standalone/.*(${testFile})` }, inTests),
    rule('boundary-frontend', { path: '^frontend/', own: ['frontend/'] }, frontendImports),
    {
      name: 'library-through-its-index',
      comment:
        'Across projects import @botarmy/<lib>; its index.ts says what is public. What teaches plain Node to load TypeScript is no TypeScript.',
      severity: 'error',
      from: { path: '^(libs/[^/]+|services/[^/]+|frontend|deploy/standalone)/' },
      to: {
        path: '^libs/',
        pathNot: [
          '^$1/',
          '^libs/[^/]+/(src|dist)/index\\.(ts|js|d\\.ts)$',
          '^libs/testing/jest/register-typescript\\.cjs$',
        ],
      },
    },
  ];
}
