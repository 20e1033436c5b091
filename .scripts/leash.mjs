/**
 * Loaded into `wrangler dev` by --import. When the script that started it disappears, even by
 * SIGKILL, the pipe between them closes and wrangler ends too instead of holding on to the port.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
