/**
 * All the environment that the server gets: none of our secrets, and none of the settings that Postgres would take from ours. Without a locale it
 * does not start on macOS ("postmaster became multithreaded").
 */
export const SERVER_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };
