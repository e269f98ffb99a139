/** All that the server gets of our environment: none of our secrets, and none of the settings that Postgres would take from there. */
export const SERVER_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin' };
