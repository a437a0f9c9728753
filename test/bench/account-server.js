// A server with one account of 20 applications and a given number of phone numbers, in memory. Prints its port.
import { createServer } from 'node:http';
import { accountOf } from './large-account.js';

const { numbers, callbacks } = accountOf(Number(process.argv[2]));
const list = JSON.stringify({ numbers });
const urls = JSON.stringify({ url: callbacks });
const server = createServer((request, reply) => {
  request.resume();
  reply
    .writeHead(200, { 'content-type': 'application/json' })
    .end(request.url.includes('callbacks') ? urls : list);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
// The parent process may have been killed.
setTimeout(() => process.exit(0), 300_000).unref();
process.on('SIGTERM', () => process.exit(0));
