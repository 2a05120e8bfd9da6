/** What the server for agents needs of packages. It is a bundle of its own, which no other command loads. */
export { McpServer } from '@modelcontextprotocol/server';
export { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
export { array, enum as oneOf, number, strictObject, string } from 'zod';
