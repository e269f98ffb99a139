/** What a program runs on. */
export interface Host {
  /** `20.19.0` */
  readonly node: string;
  /** `linux`, as `process.platform` spells it. */
  readonly platform: string;
  /** `x64`, as `process.arch` spells it. */
  readonly arch: string;
  /** Whether the C library is glibc; matters on Linux only. */
  readonly hasGlibc: boolean;
}

/** The oldest Node that the code runs on; `engines` in package.json asks for no older one. */
const OLDEST_NODE = [20, 19] as const;

/** One sentence when Node is too old, for the command line; else null. */
export function nodeProblem(node: string): string | null {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const [oldest, oldestMinor] = OLDEST_NODE;
  if (major > oldest || (major === oldest && minor >= oldestMinor)) return null;
  return `Node ${node} is too old: install Node 24 or 22 (20.19 is the oldest that will do), from https://nodejs.org.`;
}

/** One sentence when the connector cannot run here, because Temporal's native module does not; else null. */
export function hostProblem({ node, platform, arch, hasGlibc }: Host): string | null {
  if (platform === 'win32') {
    return 'The connector does not run on Windows itself: run it in WSL 2, or with docker compose. The SDK and tajo do.';
  }
  if (!['linux', 'darwin'].includes(platform) || !['x64', 'arm64'].includes(arch)) {
    return `The connector does not run on ${platform} with ${arch}: it needs Linux or macOS, with x64 or arm64.`;
  }
  if (platform === 'linux' && !hasGlibc) {
    return (
      'The connector needs a Linux with glibc, for Temporal’s native module; Alpine has musl: ' +
      'use a Debian image such as node:22-bookworm-slim.'
    );
  }
  return nodeProblem(node);
}
