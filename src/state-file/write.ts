import { Document, isScalar, visit } from 'yaml';
import { type Aliases, type ApplicationKey, aliasOf } from '../account/application.ts';
import { CAPABILITIES } from '../account/capability.ts';
import type { CurrentState, Only } from './plan.ts';

/** The account as the content of a state file: applications by key, numbers ascending, so that equal states have equal files. */
export function toStateFile(
  applications: readonly ApplicationKey[],
  { account, callbacks }: CurrentState,
  aliases: Aliases,
  only: Only,
): object {
  const numbersOf = (key: ApplicationKey) =>
    Object.fromEntries(
      CAPABILITIES.map((capability) => [capability, account.serving(key, capability).sort()]),
    );
  return {
    version: 1,
    applications: [...applications].sort().map((application) => {
      const alias = aliasOf(application, aliases);
      const urls = only === 'numbers' ? undefined : callbacks.get(application);
      return {
        application,
        ...(alias === null ? {} : { alias }),
        ...(urls && { callbacks: { primary: urls.primary, fallback: urls.fallback } }),
        ...(only === 'callbacks' ? {} : { numbers: numbersOf(application) }),
      };
    }),
  };
}

/** As YAML in block style, one number and one text per line. */
export function toYaml(content: object): string {
  const document = new Document(content);
  // Every text of the API is quoted, so that YAML does not read it as another type.
  visit(document, {
    Pair: (_, { value }) => {
      if (isScalar(value) && typeof value.value === 'string')
        value.type = /^[a-z0-9][a-z0-9._-]*$/.test(value.value) ? 'PLAIN' : 'QUOTE_DOUBLE';
    },
    Seq: (_, seq) => {
      for (const item of seq.items) if (isScalar(item)) item.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY });
}
