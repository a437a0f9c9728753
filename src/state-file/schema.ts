import * as v from 'valibot';

const about = <T extends v.GenericSchema>(schema: T, text: string) => v.pipe(schema, v.description(text));

const number = about(
  v.union([v.string(), v.pipe(v.number(), v.integer())], 'is no phone number'),
  'A phone number, best as quoted E.164: "+14155550100"',
);
const url = v.nullable(v.string('is no http(s) URL'));
const list = v.array(number, 'is no list of numbers; [] for none');

/** A state file as it is written. The validation and the JSON Schema for editors are made of this. */
export const stateSchema = v.strictObject(
  {
    version: about(
      v.literal(1, 'is no version that this sinchctl knows; version: 1'),
      'The version of this format',
    ),
    applications: v.array(
      v.strictObject(
        {
          application: about(
            v.string('is neither a key nor an alias'),
            'The key (a UUID) or alias of the application',
          ),
          alias: v.optional(
            about(v.string('is no alias'), 'For readers; a different local alias is an error'),
          ),
          callbacks: v.optional(
            about(
              v.strictObject(
                {
                  primary: v.optional(about(url, 'Where Sinch sends events of calls; null clears it')),
                  fallback: v.optional(
                    about(url, 'Where it sends them when the primary fails; null clears it'),
                  ),
                },
                'has to name primary or fallback',
              ),
              'The callback URLs; one that is absent is left alone',
            ),
          ),
          numbers: v.optional(
            about(
              v.strictObject(
                {
                  voice: v.optional(about(list, 'Numbers that serve the application with voice')),
                  sms: v.optional(about(list, 'Numbers that serve it with sms')),
                },
                'has to name voice or sms',
              ),
              'With --prune each list is the whole set; a list that is absent is left alone',
            ),
          ),
        },
        'has to name an application',
      ),
      'is no list of applications',
    ),
  },
  'is no state file: version and applications are expected',
);

export type StateFile = v.InferOutput<typeof stateSchema>;

/** The format for editors. */
export async function jsonSchema(): Promise<object> {
  const { toJsonSchema } = await import('@valibot/to-json-schema');
  return { title: 'sinchctl state file', ...toJsonSchema(stateSchema) };
}
