/** The four Sinch hosts, by the name sinchctl gives them, and where each lives. */
export const HOSTS = {
  calling: 'https://callingapi.sinch.com',
  portal: 'https://portalapi.sinch.com',
  account: 'https://api.sinch.com',
  user: 'https://userapi.sinch.com',
} as const;

export type Host = keyof typeof HOSTS;
export type BaseUrls = { [H in Host]?: string | undefined };

export const HOST_NAMES = Object.keys(HOSTS) as Host[];
export const isHost = (text: string): text is Host => Object.hasOwn(HOSTS, text);
