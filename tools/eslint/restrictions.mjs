/** Rules that are one selector and one sentence each; `eslint.config.mjs` says where each applies. */

const restrictions = {
  'no-default-export': {
    selector: 'ExportDefaultDeclaration',
    message: 'Export by name: one name everywhere makes a symbol findable.',
  },
  'no-export-all': {
    selector: 'ExportAllDeclaration',
    message: 'List what is exported: `export *` hides cycles and makes internals public.',
  },
  'no-process-env': {
    selector: 'MemberExpression[object.name="process"][property.name="env"]',
    message: 'Read the environment in the config class or the entry point and inject the value.',
  },
  'no-console': {
    selector: 'MemberExpression[object.name="console"]',
    message: 'Use the injected logger; a program that prints does so through its one printing file.',
  },
  'no-unsafe-sql': {
    selector: 'MemberExpression[property.name=/^\\$(query|execute)RawUnsafe$/]',
    message: 'Use the tagged template ($queryRaw`…`), which binds its values.',
  },
  'no-forward-ref': {
    selector: 'CallExpression[callee.name="forwardRef"], ImportSpecifier[imported.name="forwardRef"]',
    message: 'forwardRef hides a cycle. Move what both sides need into a third file.',
  },
  'no-http-exception': {
    selector: 'ImportDeclaration[source.value="@nestjs/common"] > ImportSpecifier[imported.name=/Exception$/]',
    message: 'Throw Problem from @botarmy/chassis; HTTP exceptions belong to controllers.',
  },
  'no-clock': {
    selector: [
      'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
      'CallExpression[callee.name="Date"]',
      'NewExpression[callee.name="Date"][arguments.length=0]',
      'MemberExpression[object.name="performance"]',
      'CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate|queueMicrotask)$/]',
    ].join(', '),
    message: 'The engine has no clock: time is an input of the command.',
  },
  'no-randomness': {
    selector: [
      'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
      'MemberExpression[property.name=/^(randomUUID|randomBytes|randomInt|getRandomValues)$/]',
      'ImportSpecifier[imported.name=/^(randomUUID|randomBytes|randomInt|getRandomValues|webcrypto)$/]',
    ].join(', '),
    message: 'The engine has no randomness: new ids are inputs of the command.',
  },
  'no-input-output': {
    selector: [
      'ImportDeclaration[source.value=/^node:(?!crypto$)/]',
      'ImportDeclaration[source.value=/^(@nestjs|@prisma|@opentelemetry)\\u002f/]',
      'ImportDeclaration[source.value=/^(pg|nats|pino|rxjs|fs|net|http|https)$/]',
      'AwaitExpression',
    ].join(', '),
    message: 'The engine is pure: no I/O, no framework, nothing to wait for.',
  },
  're-exports-only': {
    selector: 'Program > :not(ExportNamedDeclaration[source])',
    message: 'index.ts of a library holds named re-exports alone; logic lives in a file with a name.',
  },
};

function defineRestriction({ selector, message }) {
  return {
    meta: { type: 'problem', schema: [], messages: { restricted: message } },
    create: (context) => ({ [selector]: (node) => context.report({ node, messageId: 'restricted' }) }),
  };
}

/** The rules by name. */
export const restrictionRules = Object.fromEntries(
  Object.entries(restrictions).map(([name, restriction]) => [name, defineRestriction(restriction)]),
);
