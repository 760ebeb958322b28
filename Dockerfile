# A plein in a container: built in one stage, run without tools and without root in the next.
FROM node:24-bookworm-slim AS build
WORKDIR /plein
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY views views
COPY migrations migrations
RUN npm run build

FROM node:24-bookworm-slim AS modules
WORKDIR /plein
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts \
  && cd node_modules && rm -rf @utrecht @nl-design-system-* @fontsource \
  # Of the icons only the drawings are read, when a page first shows one; of SQLite only what was built for this system.
  && (cd @tabler/icons && rm -rf categories docs icons/filled icons.json tabler-nodes-*.json) \
  && (cd better-sqlite3 && rm -rf deps src prebuilds/darwin-* prebuilds/win32-* prebuilds/linuxmusl-*) \
  # Types and source maps are for whoever writes code.
  && find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

FROM node:24-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data PORT=3000
WORKDIR /plein
COPY --from=modules /plein/node_modules node_modules
COPY --from=build /plein/dist dist
COPY package.json LICENSE ./
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /opt/yarn* \
  && mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# As in `npm start`: less memory at rest, as larger pieces go back to the system when freed; and room for what is young
# (--max-semi-space-size), so that under load what is held until the database has answered does not become old first.
ENV MALLOC_MMAP_THRESHOLD_=65536
CMD ["node", "--max-semi-space-size=32", "--expose-gc", "dist/src/main.js"]
