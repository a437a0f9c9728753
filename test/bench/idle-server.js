// A server that does no work: it responds to every POST with 204 after a given number of milliseconds. Prints its
// port.
import { createServer } from 'node:http';

const latency = Number(process.argv[2] ?? 0);
const server = createServer((request, reply) => {
  request.resume();
  request.on('end', () => {
    const answer = () => reply.writeHead(204).end();
    if (latency > 0) setTimeout(answer, latency);
    else answer();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
// The parent process may have been killed.
setTimeout(() => process.exit(0), 300_000).unref();
process.on('SIGTERM', () => process.exit(0));
