# The app, the scheduler and the command line are one image; compose.yaml says which of them a container is.
FROM python:3.12-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 datamind

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY streamlit_app.py ./
COPY .streamlit .streamlit
COPY pages pages
COPY datamind datamind

ENV DATAMIND_HOME=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN mkdir /data && chown datamind /data
VOLUME /data
USER datamind
EXPOSE 8501
HEALTHCHECK --start-period=20s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/readyz', timeout=3)"]
CMD ["python", "-m", "datamind", "start", "--host", "0.0.0.0"]
