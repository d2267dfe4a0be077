# syntax=docker/dockerfile:1
# The image holds one static program and its two directories: no shell, no packages, no user but one without rights.
# docs/operating.md says how it is run.

FROM rust:1.95-alpine AS build
# A C compiler, for SQLite and for TLS. Its version is that of the image.
# hadolint ignore=DL3018
RUN apk add --no-cache gcc musl-dev
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/source/target \
    cargo build --release --locked && install -D target/release/kopilka /image/usr/local/bin/kopilka
# An import keeps its lists in /tmp. A new volume gets the owner of the directory that it covers.
RUN install -d -m 0700 -o 10001 -g 10001 /image/data && install -d -m 1777 /image/tmp

FROM scratch
COPY --from=build /image/ /
USER 10001:10001
WORKDIR /data
VOLUME /data
ENV DATABASE_URL=sqlite:/data/kopilka.db HTTP_ADDR=0.0.0.0:8080
EXPOSE 8080
# Alive, not ready: while its database is away, the program waits by itself, and a restart would not help.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["/usr/local/bin/kopilka", "check", "--alive"]
ENTRYPOINT ["/usr/local/bin/kopilka"]
CMD ["run"]
