/** The one entry that a new service needs in each file of the workspace which lists services. Text in, text out. */

function insertAfter(text, anchor, addition, file) {
  const matches = [...text.matchAll(anchor)];
  const last = matches.at(-1);
  if (last === undefined)
    throw new Error(`${file} no longer has the shape that the generator knows; add the entry by hand.`);
  const end = last.index + last[0].length;
  return text.slice(0, end) + addition + text.slice(end);
}

function addPath(text, name) {
  const settings = JSON.parse(text);
  settings.compilerOptions.paths[`@botarmy/${name}`] = [`./services/${name}/src/bootstrap.ts`];
  return JSON.stringify(settings, null, 2);
}

function addReference(text, name) {
  const settings = JSON.parse(text);
  settings.references.push({ path: `services/${name}` });
  return JSON.stringify(settings, null, 2);
}

const services = /(?<=\n {2}# services\n|services:\n)(?: {2}.*\n)+/g;

/** By path: a function from the file's text and the service's name to the new text. */
export const registrations = {
  'tsconfig.base.json': addPath,
  'tsconfig.json': addReference,
  'jest.config.cjs': (text, name) => insertAfter(text, /\^@botarmy\/\(gateway[a-z|-]+/g, `|${name}`, 'jest.config.cjs'),
  'helm/botarmy/values.yaml': (text, name) =>
    insertAfter(text, services, `  ${name}:\n    database: false\n    nats: false\n`, 'helm/botarmy/values.yaml'),
  'skaffold.yaml': (text, name) => {
    const variable = name.replaceAll('-', '_');
    const image = [
      `    - image: botarmy/${name}`,
      '      context: .',
      '      docker:',
      '        dockerfile: deploy/docker/Dockerfile',
      '        target: runtime',
      '        buildArgs:',
      `          SERVICE: ${name}\n`,
    ].join('\n');
    const value = (kind) =>
      `          services.${name}.image.${kind}: '{{.IMAGE_${kind === 'tag' ? 'TAG' : 'REPO'}_botarmy_${variable}}}'\n`;
    const withImage = insertAfter(text, / {10}SERVICE: .*\n/g, image, 'skaffold.yaml');
    const values = value('repository') + value('tag');
    return insertAfter(withImage, / {10}services\.[a-z-]+\.image\.tag: .*\n/g, values, 'skaffold.yaml');
  },
};
