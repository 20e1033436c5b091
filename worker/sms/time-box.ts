/** A person waits for it; a gateway that takes longer has failed. */
export const gatewayMilliseconds = 8000
