"""pledgegraph: texts of intergovernmental meetings as a knowledge graph of commitments, each fact with its quote."""

__version__ = "0.1.0"
