/** What `sinchctl help` explains beside commands; the texts are in docs/topics.ts and load when they are asked for. */
export const TOPICS = ['exit-codes', 'environment', 'state-file', 'output'] as const;

export type Topic = (typeof TOPICS)[number];

export const isTopic = (word: string): word is Topic => (TOPICS as readonly string[]).includes(word);
