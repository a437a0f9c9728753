// A script as a user would write it with the official SDK: 100 numbers per call, one call after another.
import { readFileSync } from 'node:fs';
import { SinchClient } from '@sinch/sdk-core';

const [file, port, applicationKey] = process.argv.slice(2);
const numbers = readFileSync(file, 'utf8').trim().split('\n');
const client = new SinchClient({
  applicationKey,
  applicationSecret: process.env.SINCH_APPLICATION_SECRET,
  voiceApplicationManagementHostname: `http://127.0.0.1:${port}`,
  logger: null,
});
for (let at = 0; at < numbers.length; at += 100) {
  const body = { numbers: numbers.slice(at, at + 100), applicationkey: applicationKey, capability: 'voice' };
  await client.voice.applications.assignNumbers({ assignNumbersRequestBody: body });
}
