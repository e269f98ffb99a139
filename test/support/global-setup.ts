/** Filled when the first workflow test needs a server. */
export default function globalSetup(): void {}
