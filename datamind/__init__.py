"""DataMind's engine: a question of real data goes in, an answer that can be trusted comes out. It never imports streamlit."""

__version__ = "0.1.0"
