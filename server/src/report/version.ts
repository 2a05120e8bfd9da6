declare const __VERSION__: string;

/** The version of this program; sources that were not built have none. */
export const VERSION: string = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-dev';
