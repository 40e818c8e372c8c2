/**
 * Jest's globalSetup. Opens a local socket at which specs ask for the run's PostgreSQL; the server starts with the
 * first question, so a run of unit specs costs nothing. The URL's place is passed on in BOTARMY_TEST_CONTROL.
 */
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

module.exports = async function globalSetup() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), `botarmy-run-${process.pid}-`));
  const socketPath = path.join(directory, 'control.sock');
  let postgres;
  const startPostgres = () => {
    require('./register-typescript.cjs').registerTypescript();
    return require('../src/infrastructure/start-test-postgres.ts').startTestPostgres();
  };
  const control = http.createServer((request, response) => {
    postgres ??= startPostgres();
    postgres.then(
      (server) => response.end(JSON.stringify({ postgresUrl: server.url })),
      (error) => response.writeHead(500).end(error.stack),
    );
  });
  await new Promise((resolve) => control.listen(socketPath, resolve));
  control.unref();
  process.env.BOTARMY_TEST_CONTROL = socketPath;
  globalThis.stopBotarmyTestRun = async () => {
    control.closeAllConnections();
    control.close();
    await postgres?.then((server) => server.stop()).catch(() => undefined);
    fs.rmSync(directory, { recursive: true, force: true });
  };
};
