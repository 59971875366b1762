# The engine as a service. docker build -t headroom:0.1.0 .
FROM node:24.11.1-bookworm-slim AS build
WORKDIR /headroom
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY tsconfig.base.json ./
COPY pkg pkg
COPY scripts/build-engine.ts scripts/
RUN npm run -s build:engine -- --out build/headroom

# glibc, libstdc++ and certificates, no shell; its account nonroot is 65532.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /headroom/build/headroom /usr/local/bin/headroom
COPY LICENSE /usr/share/doc/headroom/
COPY --from=build /headroom/build/engine/main.cjs.LEGAL.txt /usr/share/doc/headroom/
USER 65532:65532
EXPOSE 8686 8687
ENTRYPOINT ["/usr/local/bin/headroom"]
CMD ["serve", "--config", "/etc/headroom/headroom.yaml"]
