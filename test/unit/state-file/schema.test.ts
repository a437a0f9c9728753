import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { NO_VALUE } from '../../../src/state-file/document.ts';
import {
  jsonSchema,
  schemaProblems,
  stateSchema,
  validParts,
  withoutExtensions,
} from '../../../src/state-file/schema.ts';
import { ours } from '../../support/account.ts';

const problems = (value: unknown) => (v.safeParse(stateSchema, value).issues ?? []).flatMap(schemaProblems);
const ofApplication = (application: unknown) => problems({ version: 1, applications: [application] });

test('a complete file has no problem', () => {
  const callbacks = { primary: 'a', fallback: null };
  const numbers = { voice: [ours, 14155550100], sms: [] };
  const full = { application: 'a', alias: 'b', callbacks, numbers };
  expect(ofApplication(full)).toEqual([]);
  expect(ofApplication({ application: 'a' })).toEqual([]);
  expect(ofApplication({ application: 'a', callbacks: {}, numbers: {} })).toEqual([]);
  expect(problems({ version: 1, applications: [] })).toEqual([]);
});

describe('a problem has the path of its value', () => {
  test.each([
    [undefined, [], 'not a state file: it must contain version and applications'],
    [[], [], 'not a state file: it must contain version and applications'],
    ['{{ x }}', [], 'unrendered template: {{ x }}'],
    [{ applications: [] }, ['version'], 'version is missing'],
    [{ version: 1 }, ['applications'], 'applications is missing'],
    [{ version: 2, applications: [] }, ['version'], 'version must be 1; write version: 1'],
    [{ version: '1', applications: [] }, ['version'], 'version must be 1; write version: 1, without quotes'],
    [
      { version: 'v'.repeat(30), applications: [] },
      ['version'],
      `version must be 1; write version: 1, not ${'v'.repeat(20)}`,
    ],
    [{ version: 1, applications: {} }, ['applications'], 'applications is not a list of applications'],
    [{ version: 1, applications: ['a'] }, ['applications', 0], 'applications[0] must contain an application'],
  ])('%j', (value, path, message) => {
    expect(problems(value)).toEqual([{ path, message }]);
  });

  test.each([
    [{}, ['application'], 'application is missing'],
    [{ application: 1 }, ['application'], 'is not an application key or alias'],
    [{ alias: 1 }, ['alias'], 'is not an alias'],
    [{ callbacks: null }, ['callbacks'], 'must contain primary or fallback'],
    [{ callbacks: { primary: 1 } }, ['callbacks', 'primary'], 'is not an http(s) URL or null'],
    [{ callbacks: { fallback: ['{{ x }}'] } }, ['callbacks', 'fallback'], 'is not an http(s) URL or null'],
    // A list without capabilities is not a way to remove all numbers.
    [{ numbers: [] }, ['numbers'], 'must contain voice or sms'],
    [{ callbacks: [] }, ['callbacks'], 'must contain primary or fallback'],
    [{ numbers: { voice: null } }, ['numbers', 'voice'], 'is not a list of numbers; use [] for an empty one'],
    [{ numbers: { sms: [ours, true] } }, ['numbers', 'sms', 1], 'is not a phone number'],
    [{ numbers: { sms: [null] } }, ['numbers', 'sms', 0], 'is not a phone number'],
  ])('of an application: %j', (fields, path, text) => {
    const isMissing = text.endsWith('missing');
    const name = path.reduce<string>(
      (all, key) => (typeof key === 'number' ? `${all}[${key}]` : `${all}.${key}`),
      'applications[0]',
    );
    expect(ofApplication(isMissing ? fields : { application: 'a', ...fields })).toEqual([
      { path: ['applications', 0, ...path], message: isMissing ? text : `${name} ${text}` },
    ]);
  });
});

describe('an unknown field', () => {
  test.each([
    [{ version: 1, applications: [], Version: 1 }, ['Version'], 'version', 'version, applications'],
    [
      { version: 1, applications: [{ application: 'a', aliases: 1 }] },
      ['applications', 0, 'aliases'],
      'alias',
      'application, alias, callbacks, numbers',
    ],
    [
      { version: 1, applications: [{ application: 'a', callbacks: { primry: 1 } }] },
      ['applications', 0, 'callbacks', 'primry'],
      'primary',
      'primary, fallback',
    ],
    [
      { version: 1, applications: [{ application: 'a', numbers: { voices: 1 } }] },
      ['applications', 0, 'numbers', 'voices'],
      'voice',
      'voice, sms',
    ],
  ])('is a problem of its name, with the known ones: %j', (value, path, similar, known) => {
    const name = path.at(-1);
    expect(problems(value)).toEqual([
      {
        path,
        ofKey: true,
        message: `unknown field: ${name}; did you mean ${similar}? Choose from: ${known}`,
      },
    ]);
  });
});

test('a callback without a value is probably a mistake', () => {
  for (const name of ['primary', 'fallback'])
    expect(ofApplication({ application: 'a', callbacks: { [name]: NO_VALUE } })).toEqual([
      {
        path: ['applications', 0, 'callbacks', name],
        message: `${name} has no value; write null to clear it, or delete this line to keep the current URL`,
      },
    ]);
  expect(ofApplication({ application: NO_VALUE })).toEqual([
    {
      path: ['applications', 0, 'application'],
      message: 'applications[0].application is not an application key or alias',
    },
  ]);
});

test('a template explains every other problem', () => {
  expect(
    problems({ version: '<your version>', applications: '{{ apps }}' }).map(({ message }) => message),
  ).toEqual(['unrendered template: <your version>', 'unrendered template: {{ apps }}']);
});

test.each([
  [
    { version: 1, 'x-all': [1], 'X-all': 1, x: 2, 'y-x-': 3 },
    { version: 1, 'X-all': 1, x: 2, 'y-x-': 3 },
  ],
  [[1], [1]],
  [null, null],
  ['x-', 'x-'],
])('fields for anchors and notes are removed: %j', (value, expected) => {
  expect(withoutExtensions(value)).toEqual(expected);
});

describe('the valid parts of a file', () => {
  test.each([
    [undefined, []],
    [[], []],
    [{ applications: 'a' }, []],
    [{ applications: [{ application: 'a' }] }, [[0, { application: 'a', numbers: {} }]]],
    [
      {
        applications: [
          null,
          { alias: 'x' },
          { application: 1 },
          { application: 'a', alias: 1, callbacks: 1 },
        ],
      },
      [[3, { application: 'a', callbacks: {}, numbers: {} }]],
    ],
    [
      {
        applications: [
          { application: 'a', alias: 'b', callbacks: { primary: 1, fallback: null }, numbers: 1 },
        ],
      },
      [[0, { application: 'a', alias: 'b', callbacks: { fallback: null }, numbers: {} }]],
    ],
    [
      {
        applications: [
          {
            application: 'a',
            callbacks: { primary: 'x' },
            numbers: { voice: 1, sms: [ours, 1.5, 7, null, [1]] },
          },
        ],
      },
      [[0, { application: 'a', callbacks: { primary: 'x' }, numbers: { sms: [ours, null, 7, null, null] } }]],
    ],
    [
      { applications: [{ application: 'a', callbacks: ['x'], numbers: ['x'] }] },
      [[0, { application: 'a', callbacks: {}, numbers: {} }]],
    ],
  ])('%j', (value, expected) => {
    expect(validParts(value)).toEqual(expected);
  });
});

test('the schema for editors describes each field', async () => {
  const schema = (await jsonSchema()) as Record<string, unknown>;
  expect(schema).toMatchObject({
    title: 'sinchctl state file',
    type: 'object',
    required: ['version', 'applications'],
    additionalProperties: false,
    patternProperties: { '^x-': { description: 'For anchors and notes; ignored' } },
    properties: {
      version: { const: 1, description: 'The version of the format' },
      applications: {
        items: {
          required: ['application'],
          additionalProperties: false,
          properties: {
            application: { type: 'string', description: 'The key (a UUID) or alias of the application' },
            alias: { description: 'Optional; must match the local alias' },
            callbacks: {
              description: 'The callback URLs; omit one to leave it unchanged',
              properties: {
                primary: { description: 'Where Sinch sends call events; null clears it' },
                fallback: {
                  description: 'Where Sinch sends call events if the primary URL fails; null clears it',
                },
              },
            },
            numbers: {
              description:
                'The numbers; with --prune, each list must be complete. Omit a list to leave it unchanged',
              properties: {
                voice: {
                  description: 'Numbers assigned to the application for voice',
                  items: { description: 'A phone number, preferably in E.164 and quoted: "+14155550100"' },
                },
                sms: { description: 'Numbers assigned to the application for SMS' },
              },
            },
          },
        },
      },
    },
  });
});
