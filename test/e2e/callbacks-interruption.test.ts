import { expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { serveBare } from '../support/serve.ts';
import { PROGRAM, start } from '../support/spawn.ts';

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while callbacks are changed: the row shows the current value',
  async (signal) => {
    let url: Record<string, string> = { primary: 'https://old.example.com/' };
    let arrived = () => {};
    const isSent = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { url: base } = await serveBare((request, reply) => {
      if (request.method === 'GET') return void reply.end(JSON.stringify({ url }));
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        url = JSON.parse(body).url;
        arrived();
        setTimeout(() => reply.writeHead(204).end(), 500);
      });
    });
    const env = {
      SINCHCTL_CALLING_URL: base,
      SINCH_APPLICATION_KEY: support.key,
      SINCH_APPLICATION_SECRET: support.secret,
      SINCHCTL_CONFIG_DIR: '/dev/null/none',
    };
    const argv = ['callbacks', 'set', '--primary', 'https://new.example.com/', '--json'];
    const { child, ended } = start(process.execPath, [PROGRAM, ...argv], { env });
    await isSent;
    child.kill(signal);
    const { code, stdout } = await ended;
    expect(JSON.parse(stdout)).toMatchObject([{ to: 'https://new.example.com/', result: 'done' }]);
    expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
  },
);
