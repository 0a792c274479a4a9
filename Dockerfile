# The SPARQL endpoint over the shipped graph. Build: docker build -t pledgegraph .   Run: docker compose up
FROM python:3.12-slim-bookworm AS build
WORKDIR /source
RUN python -m venv /opt/pledgegraph
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements-runtime.lock ./
RUN /opt/pledgegraph/bin/pip install --require-hashes --no-deps -r requirements-runtime.lock
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY src ./src
COPY ontology ./ontology
COPY queries ./queries
COPY data ./data
RUN pip wheel --no-deps --wheel-dir /wheels . \
    && /opt/pledgegraph/bin/pip install --no-deps --no-index /wheels/*.whl
# The release is part of the image: what is served is what passed the gate when the image was built.
ENV PLEDGEGRAPH_HOME=/var/lib/pledgegraph
WORKDIR /var/lib/pledgegraph
RUN /opt/pledgegraph/bin/pledgegraph build

FROM python:3.12-slim-bookworm
LABEL org.opencontainers.image.title="pledgegraph" \
      org.opencontainers.image.description="SPARQL endpoint over a knowledge graph of commitments, each fact with its quote" \
      org.opencontainers.image.licenses="Apache-2.0 AND CC-BY-4.0"
RUN useradd --system --uid 10001 --home-dir /var/lib/pledgegraph --shell /usr/sbin/nologin pledgegraph
COPY --from=build /opt/pledgegraph /opt/pledgegraph
COPY --from=build --chown=10001:10001 /var/lib/pledgegraph /var/lib/pledgegraph
ENV PATH=/opt/pledgegraph/bin:$PATH \
    PLEDGEGRAPH_HOME=/var/lib/pledgegraph \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /var/lib/pledgegraph
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGINT
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D', timeout=4).read()"]
ENTRYPOINT ["pledgegraph"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000", "--workers", "4"]
