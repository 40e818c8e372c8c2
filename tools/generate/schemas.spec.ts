const { generatorProblems } = require('./schemas.mjs') as { generatorProblems(text: string): string[] };

const generator = (settings: string[]): string =>
  `generator client {\n${settings.map((one) => `  ${one}`).join('\n')}\n}\n`;
const complete = [
  'provider            = "prisma-client"',
  'output              = "../src/generated/prisma"',
  'moduleFormat        = "cjs"',
  'importFileExtension = ""',
];

describe('the generator block of a schema', () => {
  it('is fit with all four settings', () => {
    expect(generatorProblems(generator(complete))).toEqual([]);
  });

  it.each([0, 1, 2, 3])('is refused without setting %i', (index) => {
    expect(generatorProblems(generator(complete.toSpliced(index, 1)))).toHaveLength(1);
  });

  it('is refused with another value, and when it is missing', () => {
    expect(generatorProblems(generator(complete.with(2, 'moduleFormat = "esm"')))).toEqual([
      'the generator needs moduleFormat = "cjs"',
    ]);
    expect(generatorProblems('model A {}')).toEqual(['there is no generator block']);
  });
});
