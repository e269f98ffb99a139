/** Style sheets are the build's. */
declare module '*.css';
