/** Rules for specifications: names state facts, and nothing waits for a length of time. */

const testFunctions = new Set(['describe', 'it', 'test']);

function testFunctionName(callee) {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return testFunctionName(callee.object);
  if (callee.type === 'CallExpression') return testFunctionName(callee.callee);
  if (callee.type === 'TaggedTemplateExpression') return testFunctionName(callee.tag);
  return undefined;
}

function textOf(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral') return node.quasis.map((quasi) => quasi.value.raw).join(' ');
  return '';
}

/** Names are present-tense sentences: "refuses a second answer", not "should refuse …". */
export const testName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { should: 'State what happens in the present tense, without "should".' },
  },
  create: (context) => ({
    CallExpression(node) {
      if (!testFunctions.has(testFunctionName(node.callee))) return;
      if (/\bshould\b/i.test(textOf(node.arguments[0])))
        context.report({ node: node.arguments[0], messageId: 'should' });
    },
  }),
};

/** `.only` left behind silently skips everything else. */
export const noFocusedTest = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { focused: 'Only this test would run. Remove .only / .skip, or delete the test.' },
  },
  create: (context) => ({
    'MemberExpression[property.name="only"]'(node) {
      if (testFunctions.has(testFunctionName(node.object))) context.report({ node, messageId: 'focused' });
    },
    // `browser ? describe : describe.skip` is how a tier says that it cannot run here; a plain call is a test switched off.
    'CallExpression > MemberExpression.callee[property.name="skip"]'(node) {
      if (testFunctions.has(testFunctionName(node.object))) context.report({ node, messageId: 'focused' });
    },
    'CallExpression[callee.name=/^(fit|fdescribe|xit|xdescribe|xtest)$/]'(node) {
      context.report({ node, messageId: 'focused' });
    },
  }),
};

function callsOnly(callback, name) {
  if (callback.type === 'Identifier') return callback.name === name;
  if (callback.type !== 'ArrowFunctionExpression' && callback.type !== 'FunctionExpression') return false;
  const { body } = callback;
  if (body.type !== 'BlockStatement') return body.type === 'CallExpression' && body.callee.name === name;
  const [only, ...others] = body.body;
  return others.length === 0 && only?.type === 'ExpressionStatement' && only.expression.callee?.name === name;
}

/** A wait for a length of time is either too short or too long: wait for the event, or move the fake clock. */
export const noSleep = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { sleep: 'Wait for what you expect (or advance the fake clock), not for a length of time.' },
  },
  create(context) {
    const resolvers = [];
    return {
      'NewExpression[callee.name="Promise"]'(node) {
        resolvers.push(node.arguments[0]?.params?.[0]?.name);
      },
      'NewExpression[callee.name="Promise"]:exit'() {
        resolvers.pop();
      },
      'CallExpression[callee.name="setTimeout"]'(node) {
        const resolver = resolvers.at(-1);
        if (resolver !== undefined && callsOnly(node.arguments[0], resolver))
          context.report({ node, messageId: 'sleep' });
      },
      'ImportDeclaration[source.value=/^(node:)?timers\\u002fpromises$/]'(node) {
        context.report({ node, messageId: 'sleep' });
      },
    };
  },
};
