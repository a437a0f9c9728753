// The cost of the network and Node alone: posts presigned bodies over eight keep-alive connections.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

const [file, port] = process.argv.slice(2);
const bodies = JSON.parse(readFileSync(file, 'utf8'));
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
let next = 0;

const send = ({ method, headers, body }) =>
  new Promise((resolve, reject) => {
    const options = {
      agent,
      port,
      host: '127.0.0.1',
      method,
      path: '/v1/configuration/numbers',
      headers,
    };
    const sent = request(options, (reply) => reply.resume().on('end', resolve));
    sent.on('error', reject).end(body);
  });

async function lane() {
  while (next < bodies.length) await send(bodies[next++]);
}
await Promise.all(Array.from({ length: 8 }, lane));
agent.destroy();
