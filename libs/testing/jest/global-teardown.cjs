/** Jest's globalTeardown: stops what specs of this run had asked global-setup.cjs for, and removes its data. */
module.exports = async function globalTeardown() {
  await globalThis.stopBotarmyTestRun?.();
};
