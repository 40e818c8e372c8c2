import { createRequire } from 'node:module';
import { join } from 'node:path';

import { parseAllDocuments } from 'yaml';

import { root } from './paths.mjs';

const workspace = join(root, 'deploy', 'observability');
/** Packages for API groups that are not Kubernetes' own. */
const customPackages = {
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
};

/** Objects of a rendered chart. Throws on text that is no YAML. */
export function parseManifests(text) {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    const manifest = document.toJSON();
    return manifest ? [manifest] : [];
  });
}

function moduleOf({ apiVersion, kind }) {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  if (customPackages[group]) return `${customPackages[group]}/${group}/${version}/${kind}`;
  return `kubernetes-models/${group ? `${group}/` : ''}${version}/${kind}`;
}

/**
 * Problems of manifests against the published types of their kinds: each manifest becomes a literal, so the compiler's
 * excess-property check finds unknown fields, misspelt names, wrong types and missing fields alike. It reports the first
 * unknown field of an object. Returns [{ manifest, message }].
 */
export function typeCheck(manifests) {
  const require = createRequire(join(workspace, 'package.json'));
  const ts = require('typescript');
  const file = join(workspace, 'rendered-manifests.ts');
  const starts = [];
  let source = '';
  for (const [index, manifest] of manifests.entries()) {
    starts.push(source.length);
    const type = `import(${JSON.stringify(moduleOf(manifest))}).I${manifest.kind}`;
    source += `export const manifest${index}: ${type} = ${JSON.stringify(manifest)};\n`;
  }
  const options = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.readFile = (path) => (path === file ? source : readFile(path));
  host.getSourceFile = (path, ...rest) =>
    path === file ? ts.createSourceFile(path, source, ts.ScriptTarget.ES2023) : getSourceFile(path, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => ({
    manifest: manifests[starts.findLastIndex((start) => start <= (diagnostic.start ?? 0))],
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '),
  }));
}
