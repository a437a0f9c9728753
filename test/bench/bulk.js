// npm run bench -- bulk: the cost of bulk runs, as ratios to the minimum cost.
import { spawn, spawnSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pairs } from './pairs.js';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const bin = here('../../bin/sinchctl.js');
const home = mkdtempSync(join(tmpdir(), 'sinchctl-bench-'));
const homes = { SINCHCTL_CONFIG_DIR: join(home, 'config'), SINCHCTL_STATE_DIR: join(home, 'state') };
const KEY = '59a2ec03-9e4f-4da0-9c32-4b8e5f607c03';
const SECRET = 'c2FuZGJveC1zcGFyZS0wMw==';
const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env;
const servers = [];

/** Starts a server; resolves with its output once that matches. */
function start(args, pattern) {
  const child = spawn(process.execPath, args, { env: { ...inherited, ...homes } });
  servers.push(child);
  let text = '';
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`${args[0]} did not start`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (pattern.test(text)) resolve({ child, text });
    });
  });
}

const numbersFile = (count) => {
  const path = join(home, `${count}.txt`);
  writeFileSync(path, Array.from({ length: count }, (_, i) => `+${14155550100 + i}\n`).join(''));
  return path;
};

/** The bodies that sinchctl will post, signed with any ID and clock, because the server does not verify them. */
function signedBodies(verb, count) {
  const numbers = readFileSync(numbersFile(count), 'utf8').trim().split('\n');
  const path = join(home, `${verb}-${count}.json`);
  const size = verb === 'assign' ? 100 : 1;
  const timestamp = new Date().toISOString();
  const bodies = Array.from({ length: count / size }, (_, i) => {
    const which = size === 1 ? { number: numbers[i] } : { numbers: numbers.slice(i * size, (i + 1) * size) };
    const body = JSON.stringify({ ...which, applicationkey: KEY, capability: 'voice' });
    const md5 = createHash('md5').update(body).digest('base64');
    const verbText = verb === 'assign' ? 'POST' : 'DELETE';
    const text = `${verbText}\n${md5}\napplication/json\nx-timestamp:${timestamp}\n/v1/configuration/numbers`;
    const signature = createHmac('sha256', Buffer.from(SECRET, 'base64')).update(text).digest('base64');
    const headers = {
      'content-type': 'application/json',
      'x-timestamp': timestamp,
      authorization: `Application ${KEY}:${signature}`,
      'content-length': Buffer.byteLength(body),
    };
    return { method: verbText, headers, body };
  });
  writeFileSync(path, JSON.stringify(bodies));
  return path;
}

const environment = (port) => ({
  ...homes,
  SINCH_APPLICATION_KEY: KEY,
  SINCH_APPLICATION_SECRET: SECRET,
  SINCHCTL_CALLING_URL: `http://127.0.0.1:${port}`,
});
const line = (verb, file) => [
  bin,
  'numbers',
  verb,
  '--app',
  KEY,
  '--no-check',
  '-y',
  '--from',
  file,
  '-o',
  'tsv',
  '-q',
];

async function throughput(verb, latency, count, limit, times) {
  const { child, text } = await start([here('idle-server.js'), String(latency)], /\d+\n/);
  const port = text.trim();
  const loop = [here('plain-loop.js'), signedBodies(verb, count), port];
  const { ms, base, ratio } = pairs(line(verb, numbersFile(count)), loop, environment(port), times);
  child.kill('SIGTERM');
  return row(
    `${verb} ${count} at ${latency} ms`,
    ms,
    'plain loop',
    base,
    ratio,
    (one) => one <= limit,
    `<= ${limit}`,
  );
}

async function againstSdk(latency, count, least, times) {
  const { child, text } = await start([here('idle-server.js'), String(latency)], /\d+\n/);
  const port = text.trim();
  const file = numbersFile(count);
  const script = [here('sdk-script.js'), file, port, KEY];
  const { ms, base, ratio } = pairs(line('assign', file), script, environment(port), times);
  child.kill('SIGTERM');
  return row(
    `assign ${count} at ${latency} ms`,
    ms,
    'SDK script',
    base,
    1 / ratio,
    (one) => one >= least,
    `>= ${least}`,
  );
}

const row = (what, ms, base, baseMs, ratio, test, limit) => ({
  what,
  ms: ms.toFixed(0),
  base,
  'base ms': baseMs.toFixed(0),
  ratio: ratio.toFixed(2),
  limit,
  verdict: test(ratio) ? 'ok' : 'MISSED',
});

/**
 * Assigns every number of an account to one application; returns the peak in megabytes, and the requests of the server.
 */
async function assignAll(count) {
  const { child, text } = await start(
    [bin, 'sandbox', 'serve', '--numbers', String(count)],
    /SINCH_ORGANISATION_ID=.*\n/,
  );
  const variables = Object.fromEntries(
    [...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const peak = join(home, 'peak');
  const hook = `import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(peak)},String(process.resourceUsage().maxRSS)))`;
  const args = [
    'numbers',
    'assign',
    '--app',
    KEY,
    '--move-from',
    'any',
    '--yes',
    '--from',
    numbersFile(count),
    '--debug',
    '-o',
    'json',
  ];
  const began = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, bin, ...args],
    {
      env: { ...inherited, ...homes, ...variables },
      encoding: 'utf8',
      maxBuffer: 1e9,
    },
  );
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (status !== 0) throw new Error(`assign ${count}: ${status} ${stderr.slice(-500)}`);
  child.kill('SIGTERM');
  const done = JSON.parse(stdout).filter(({ result }) => result === 'done' || result === 'unchanged').length;
  const sent = (method) => stderr.match(new RegExp(`debug: .*${method} http.* → 20`, 'g'))?.length ?? 0;
  return {
    done,
    seconds,
    peak: Number(readFileSync(peak, 'utf8')) / 1024,
    lists: sent('GET'),
    posts: sent('POST'),
  };
}

async function memory() {
  const [small, large] = [await assignAll(10_000), await assignAll(100_000)];
  console.table(
    [small, large].map((one) => ({ ...one, seconds: one.seconds.toFixed(1), peak: one.peak.toFixed(0) })),
  );
  const ratio = large.peak / small.peak;
  console.log(
    `peak memory at 100,000 is ${ratio.toFixed(2)} of that at 10,000: ${ratio <= 2 ? 'ok' : 'MISSED'} (<= 2)`,
  );
}

async function speed() {
  console.table([
    await throughput('assign', 0, 100_000, 3, 5),
    await throughput('unassign', 0, 10_000, 3, 5),
    await throughput('assign', 50, 100_000, 1.1, 3),
    await throughput('unassign', 50, 2_000, 1.1, 3),
    await againstSdk(50, 20_000, 5, 3),
  ]);
}

const parts = { memory, speed };
const [wanted] = process.argv.slice(2);
try {
  for (const [name, part] of Object.entries(parts)) if (!wanted || wanted === name) await part();
} finally {
  for (const server of servers) server.kill('SIGTERM');
  rmSync(home, { recursive: true, force: true });
}
