// Times entire processes in pairs: the command and its baseline alternate, and the ratio is computed for each pair, so
// that the figure stays accurate if the speed of the computer varies.
import { spawnSync } from 'node:child_process';

// An extra CA file triples Node's own start-up, for the base as for the command.
const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds from spawn to exit. */
function time(args, env) {
  const began = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const taken = Number(process.hrtime.bigint() - began) / 1e6;
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}: ${stderr}`);
  return taken;
}

/** Medians of both commands and of their ratio, over a number of pairs after one warm-up. */
export function pairs(args, base, env, count) {
  time(args, env);
  const rows = Array.from({ length: count }, () => ({ b: time(base, env), a: time(args, env) }));
  return {
    ms: median(rows.map(({ a }) => a)),
    base: median(rows.map(({ b }) => b)),
    ratio: median(rows.map(({ a, b }) => a / b)),
  };
}
