import { readEnvironment } from './environment';
import { runProgram } from './terminal/run-program';

// The entry of the set-up image: roles, schemas, migrations, streams and durables for services that start elsewhere.
void runProgram(async (print) => {
  const { setUpFromEnvironment } =
    require('./set-up/set-up-from-environment') as typeof import('./set-up/set-up-from-environment');
  await setUpFromEnvironment(readEnvironment(), print);
  return 0;
});
