/** Secrets of a deployment that exists only in tests: fixed, so that a failure can be repeated. */
export const testBindings = {
  ORIGIN: 'http://localhost:8787',
  MASTER_KEYS: 'test1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
  PASSWORD_PEPPERS: 'test1:Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA',
  SETUP_TOKEN: 'test-setup-token-0123456789',
  SMS_GATEWAY: 'outbox',
}
