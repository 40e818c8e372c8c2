/** Puts the two halves of the deterministic simulation together: orchestrator and agent runner, neither of which knows the other. */
const { registerTypescript } = require('../../libs/testing/jest/register-typescript.cjs');

registerTypescript();

const simulation = '../../services/orchestrator/test/simulation';
const { runSeed } = require(`${simulation}/run-seed.ts`);
const { allMutants } = require(`${simulation}/mutants/all-mutants.ts`);
const { runnerParts } = require('../../services/agent-runner/test/simulation/runner-parts.ts');

/** Runs one seed; the second argument may name a mutant and hear the story. */
function run(seed, { mutant, note } = {}) {
  return runSeed(seed, { runnerParts, note, mutant: mutant && allMutants.find(({ name }) => name === mutant) });
}

module.exports = { run, mutants: allMutants.map(({ name, bug }) => ({ name, bug })) };
