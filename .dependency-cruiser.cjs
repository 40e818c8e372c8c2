/** Allowed imports between projects and cycles between files. Cycles between folders: tools/boundaries/folder-cycles.mjs. */
const { forbiddenEdges } = require('./tools/boundaries/table.mjs');

module.exports = {
  forbidden: [
    {
      name: 'file-cycle',
      comment:
        'Decorated classes in a cycle are undefined when they are first used. Move what both need into a third file.',
      severity: 'error',
      // The simulated world is one graph of objects that know each other by type only.
      from: { pathNot: '/test/simulation/' },
      to: { circular: true },
    },
    {
      name: 'unresolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: { pathNot: '^frontend/' },
      to: { couldNotResolve: true, pathNot: '/generated/' },
    },
    ...forbiddenEdges(),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist|/dist/'] },
    exclude: { path: ['/generated/', '/dist/', '^frontend/(node_modules|\\.angular)/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
    },
    skipAnalysisNotInRules: true,
  },
};
