/** How the names of the debug containers that Sidecar Guard adds begin, so that people and the audit know them. */
export const DEBUG_NAME = 'sidecar-guard-debug-';
