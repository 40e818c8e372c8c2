import { RuleTester } from 'eslint';
import { parser } from 'typescript-eslint';

type Rule = Parameters<RuleTester['run']>[1];

const { botarmyPlugin } = require('./plugin.mjs') as { botarmyPlugin: { rules: Record<string, Rule> } };

const tester = new RuleTester({ languageOptions: { parser } });

/** Every rule with code that passes and code that is reported once. */
const cases: Record<string, { valid: string[]; invalid: string[] }> = {
  'no-default-export': { valid: ['export const a = 1;'], invalid: ['export default 1;'] },
  'no-export-all': {
    valid: ["export { a } from './a';"],
    invalid: ["export * from './a';", "export * as a from './a';"],
  },
  'no-process-env': {
    valid: ['process.exit();'],
    invalid: ['const a = process.env.A;', "const a = process.env['A'];"],
  },
  'no-console': { valid: ['logger.info("text");'], invalid: ['console.log("text");'] },
  'no-unsafe-sql': {
    valid: ['client.$queryRaw`select 1`;'],
    invalid: ['client.$queryRawUnsafe("select 1");', 'client.$executeRawUnsafe("delete");'],
  },
  'no-forward-ref': { valid: ['forward();'], invalid: ['forwardRef(() => String);'] },
  'no-http-exception': {
    valid: ["import { Injectable } from '@nestjs/common';"],
    invalid: ["import { NotFoundException } from '@nestjs/common';"],
  },
  'no-clock': {
    valid: ['new Date(command.at);'],
    invalid: ['Date.now();', 'new Date();', 'setTimeout(f, 1);', 'performance.now();'],
  },
  'no-randomness': {
    valid: ['Math.max(1, 2);'],
    invalid: ['Math.random();', "import { randomUUID } from 'node:crypto';"],
  },
  'no-input-output': {
    valid: ["import { createHash } from 'node:crypto';"],
    invalid: ["import 'node:fs';", "import { Module } from '@nestjs/common';", 'async () => { await f(); };'],
  },
  're-exports-only': { valid: ["export { a } from './a';"], invalid: ['export const a = 1;', "import './a';"] },
  'one-database-door': {
    valid: [
      "import { Database } from '@botarmy/chassis';",
      "import { PrismaClient } from '../generated/prisma/client';",
      "import { Database, prismaAdapter } from '@botarmy/chassis'; import { PrismaClient } from '../generated/prisma/client';",
    ],
    invalid: [
      "import { Database } from '@botarmy/chassis'; import { PrismaClient } from '../generated/prisma/client';",
      "import { Pool } from 'pg'; import { PrismaClient } from '@prisma/client';",
    ],
  },
  'test-name': {
    valid: ["it('refuses a second answer', () => {});", "expectation('should');"],
    invalid: [
      "it('should refuse', () => {});",
      "it.each([1])('should %s', () => {});",
      "describe('Should', () => {});",
    ],
  },
  'no-focused-test': {
    valid: ["it('works', () => {});", 'const tier = browser ? describe : describe.skip;'],
    invalid: ["it.only('works', () => {});", "describe.skip('works', () => {});", "xit('works', () => {});"],
  },
  'no-sleep': {
    valid: [
      'await new Promise((resolve) => server.close(resolve));',
      'await new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 100));',
      'await clock.sleep(10);',
    ],
    invalid: [
      'await new Promise((resolve) => setTimeout(resolve, 100));',
      'await new Promise((done) => { setTimeout(() => done(), 5); });',
      'await new Promise((done) => { setTimeout(() => { done(); }, 5); });',
      "import { setTimeout } from 'node:timers/promises';",
    ],
  },
  'disable-needs-reason': {
    valid: ['// eslint-disable-next-line no-var -- a global of the browser\nvar a = 1;'],
    invalid: ['// eslint-disable-next-line no-var\nvar a = 1;', '/* eslint-disable no-var */\nvar a = 1;'],
  },
};

for (const [name, { valid, invalid }] of Object.entries(cases)) {
  const rule = botarmyPlugin.rules[name];
  if (rule === undefined) throw new Error(`There is no rule ${name}.`);
  tester.run(name, rule, { valid, invalid: invalid.map((code) => ({ code, errors: 1 })) });
}

tester.run('file-name', botarmyPlugin.rules['file-name'] as Rule, {
  valid: ['decide-start.ts', 'agent-task-completed.v1.ts', 'outbox.int.spec.ts'].map((filename) => ({
    filename,
    code: '',
  })),
  invalid: ['utils.ts', 'camelCase.ts', 'types.ts'].map((filename) => ({ filename, code: '', errors: 1 })),
});

describe('the plugin', () => {
  it('has a case here or a specification of its own for every rule', () => {
    const elsewhere = ['file-name', 'public-docstring', 'sorted-imports'];
    expect(Object.keys(botarmyPlugin.rules).sort()).toEqual([...Object.keys(cases), ...elsewhere].sort());
  });
});
