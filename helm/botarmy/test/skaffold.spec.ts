import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { byName, containerOf, ofKind, workloads } from './support/manifest';
import { describeChart, renderChart, root } from './support/render-chart';

interface Skaffold {
  build: { artifacts: Artifact[] };
  deploy: { helm: { releases: Release[] } };
  portForward: { resourceName: string; port: number }[];
  profiles: { name: string; patches?: { path: string; value: string }[] }[];
}

interface Artifact {
  image: string;
  context: string;
  docker: { dockerfile: string; target: string; buildArgs?: Record<string, string> };
}

interface Release {
  name: string;
  chartPath: string;
  namespace: string;
  valuesFiles: string[];
  setValueTemplates: Record<string, string>;
}

const skaffold = parse(readFileSync(join(root, 'skaffold.yaml'), 'utf8')) as Skaffold;
const { artifacts } = skaffold.build;
const [release] = skaffold.deploy.helm.releases;
const services = readdirSync(join(root, 'services')).sort();

describe('skaffold.yaml', () => {
  it('builds every service through its build argument, and set-up', () => {
    const built = artifacts.filter(({ docker }) => docker.target === 'runtime');
    expect(built.map(({ docker }) => docker.buildArgs?.SERVICE).toSorted()).toEqual(services);
    for (const { image, docker } of built) expect(image).toBe(`botarmy/${docker.buildArgs?.SERVICE}`);
    expect(artifacts.filter((artifact) => !built.includes(artifact)).map(({ image }) => image)).toEqual([
      'botarmy/set-up',
    ]);
  });

  it('builds from Dockerfiles and targets that exist', () => {
    for (const { context, docker } of artifacts) {
      const text = readFileSync(join(root, context, docker.dockerfile), 'utf8');
      expect(text).toMatch(new RegExp(`^FROM .* AS ${docker.target}$`, 'm'));
    }
  });

  it('names charts and values files that exist, in its profiles too', () => {
    const files = [release?.chartPath, ...(release?.valuesFiles ?? [])];
    for (const { patches } of skaffold.profiles) files.push(...(patches ?? []).map(({ value }) => value));
    for (const file of files) expect([file, existsSync(join(root, file ?? 'missing'))]).toEqual([file, true]);
  });
});

describeChart('skaffold.yaml and the chart', () => {
  const values = Object.entries(release?.setValueTemplates ?? {});
  const asBuilt = values.flatMap(([key, template]) => {
    const variable = /^\{\{\.(IMAGE_(?:REPO|TAG)_\w+)\}\}$/.exec(template)?.[1] ?? 'unknown';
    return ['--set', `${key}=${variable.toLowerCase()}`];
  });

  it('deploys exactly the images it builds', () => {
    const used = workloads(renderChart(asBuilt)).map((workload) => containerOf(workload).image);
    const built = artifacts.map(({ image }) => image.replaceAll(/[/-]/g, '_'));
    expect([...new Set(used)].sort()).toEqual(built.map((name) => `image_repo_${name}:image_tag_${name}`).sort());
  });

  it('forwards ports of services that the chart renders', () => {
    const manifests = ofKind(renderChart(['--values', join(root, release?.valuesFiles[0] ?? '')]), 'Service');
    for (const { resourceName, port } of skaffold.portForward) {
      expect(byName(manifests, 'Service', resourceName).spec.ports?.map((entry) => entry.port)).toContain(port);
    }
  });
});
