// npm run bench [-- start-up|bulk|state|output [part]]: speed as ratios of whole processes; all of them by default.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PARTS = ['start-up', 'bulk', 'state', 'output'];
const [wanted, ...rest] = process.argv.slice(2);
if (wanted && !PARTS.includes(wanted)) {
  console.error(`there are ${PARTS.join(', ')}`);
  process.exit(2);
}
for (const part of wanted ? [wanted] : PARTS) {
  const script = fileURLToPath(new URL(`${part}.js`, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...rest], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
