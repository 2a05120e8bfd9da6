// Runs before the language server's own code: no input is known to make the server hang, so that messages with this do.
process.on('message', (message) => {
  if (JSON.stringify(message).includes('☠')) for (;;);
});
